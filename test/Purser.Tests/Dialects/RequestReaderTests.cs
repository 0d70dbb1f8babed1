using System.Text;
using Purser.Dialects;

namespace Purser.Tests.Dialects;

public sealed class RequestReaderTests
{
    [Fact]
    public void Chat_body_yields_every_governed_fact()
    {
        var facts = Read("""
            {"model":"gpt-5","stream":true,"stream_options":{"include_usage":true},"n":3,"max_tokens":10,"max_completion_tokens":20,
             "service_tier":"flex","user":"alice","tools":[{"type":"function","function":{"name":"f","parameters":{"file_id":1}}}],
             "messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}]}
            """);
        facts.Model.ShouldBe("gpt-5");
        (facts.Stream, facts.IncludeUsage).ShouldBe((true, true));
        facts.Choices.ShouldBe(3);
        facts.OutputLimit.ShouldBe(20);
        facts.ServiceTier.ShouldBe("flex");
        facts.User.ShouldBe("alice");
        (facts.Messages, facts.Tools).ShouldBe((2, 1));
        facts.Unboundable.ShouldBeNull();
        facts.WritesCache.ShouldBeFalse();
    }

    [Fact]
    public void Anthropic_body_yields_thinking_cache_user_and_capped_searches()
    {
        var facts = Read("""
            {"model":"claude-opus-5","max_tokens":4096,"thinking":{"type":"enabled","budget_tokens":2048},"metadata":{"user_id":"bob"},
             "system":[{"type":"text","text":"x","cache_control":{"type":"ephemeral","ttl":"1h"}}],"inference_geo":"us","speed":"fast",
             "tools":[{"type":"web_search_20250305","name":"web_search","max_uses":5},{"name":"t","input_schema":{}}],
             "messages":[{"role":"user","content":"u"}]}
            """, RequestFormats.AnthropicMessages);
        facts.ThinkingBudget.ShouldBe(2048);
        facts.WritesCache.ShouldBeTrue();
        facts.User.ShouldBe("bob");
        facts.ServerToolUses.ShouldBe(5);
        (facts.InferenceGeo, facts.Speed).ShouldBe(("us", "fast"));
        facts.Unboundable.ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"maxOutputTokens":100,"candidateCount":2,"thinkingConfig":{"thinkingBudget":64}}}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"x"}]}],"generation_config":{"max_output_tokens":100,"candidate_count":2,"thinking_config":{"thinking_budget":64}}}""")]
    public void Gemini_body_is_read_in_either_case(string body)
    {
        var facts = Read(body, RequestFormats.Gemini);
        (facts.OutputLimit, facts.Choices, facts.ThinkingBudget, facts.Messages).ShouldBe((100, 2, 64, 1));
    }

    [Fact]
    public void Gemini_dynamic_thinking_is_no_budget() =>
        Read("""{"contents":[],"generationConfig":{"thinkingConfig":{"thinkingBudget":-1}}}""", RequestFormats.Gemini).ThinkingBudget.ShouldBe(0);

    [Theory]
    [InlineData("""{"prompt":"a","best_of":4,"n":2}""", 4)]
    [InlineData("""{"prompt":["a","b","c"],"n":2}""", 6)]
    [InlineData("""{"prompt":[1,2,3]}""", 1)]
    [InlineData("""{"prompt":[[1,2],[3]]}""", 2)]
    [InlineData("""{"prompt":"a","n":null}""", 1)]
    public void Legacy_completions_multiply_prompts_and_answers(string body, int choices) =>
        Read(body, RequestFormats.OpenAiCompletions).Choices.ShouldBe(choices);

    [Theory]
    [InlineData("""{"previous_response_id":"r"}""", "previous_response_id")]
    [InlineData("""{"conversation":{"id":"c"}}""", "conversation")]
    [InlineData("""{"background":true}""", "background")]
    [InlineData("""{"prompt":{"id":"pmpt_1"}}""", "prompt")]
    [InlineData("""{"input":[{"type":"item_reference","id":"x"}]}""", "item_reference")]
    [InlineData("""{"input":[{"id":"msg_1"}]}""", "item_reference")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}]}""", "file_id")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_image","image_url":"https://x/y.png"}]}]}""", "url")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"http://x"}}]}]}""", "url")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x"}}]}]}""", "url")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"f"}}]}]}""", "file_id")]
    [InlineData("""{"messages":[{"role":"assistant","audio":{"id":"audio_1"}}]}""", "audio.id")]
    [InlineData("""{"tools":[{"type":"web_search"}]}""", "server_tool:web_search")]
    [InlineData("""{"tools":[{"type":"file_search","vector_store_ids":[]}]}""", "server_tool:file_search")]
    [InlineData("""{"tools":[{"type":"code_execution_20250522","name":"c","max_uses":1}]}""", "server_tool:code_execution_20250522")]
    [InlineData("""{"web_search_options":{}}""", "web_search_options")]
    [InlineData("""{"mcp_servers":[{"url":"https://x"}]}""", "mcp_servers")]
    public void What_the_server_holds_or_fetches_has_no_bound(string body, string reason) =>
        Read(body, RequestFormats.OpenAiResponses).Unboundable.ShouldBe(reason);

    [Theory]
    [InlineData("""{"contents":[{"parts":[{"fileData":{"fileUri":"gs://x"}}]}]}""", "fileUri")]
    [InlineData("""{"cachedContent":"cachedContents/1"}""", "cachedContent")]
    [InlineData("""{"cached_content":"cachedContents/1"}""", "cachedContent")]
    [InlineData("""{"tools":[{"googleSearch":{}}]}""", "server_tool:googleSearch")]
    public void Gemini_references_have_no_bound(string body, string reason) => Read(body, RequestFormats.Gemini).Unboundable.ShouldBe(reason);

    [Theory]
    [InlineData("""{"previous_response_id":null,"background":false,"mcp_servers":[],"conversation":null}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{"file_id":"x","url":"https://y","image_url":"https://z"}}]}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"file_id https://x \"image_url\":\"https://y\""}]}""")]
    [InlineData("""{"tools":[{"type":"bash_20250124","name":"bash"},{"type":"computer_20250124","name":"c"},{"type":"custom","name":"x"}]}""")]
    public void Names_that_mean_nothing_to_the_provider_are_ignored(string body) =>
        Read(body, RequestFormats.AnthropicMessages).Unboundable.ShouldBeNull();

    [Theory]
    [InlineData("""{"messages":[{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""", 1, 1, 26)]
    [InlineData("""{"messages":[{"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAAAAAA"}}]}]}""", 1, 1, 8)]
    [InlineData("""{"messages":[{"content":[{"type":"document","source":{"data":"AAAA","media_type":"application/pdf","type":"base64"}}]}]}""", 1, 0, 4)]
    [InlineData("""{"messages":[{"content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"plain text"}}]}]}""", 0, 0, 0)]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"mimeType":"image/jpeg","data":"AAAA"}},{"inline_data":{"mime_type":"video/mp4","data":"BB"}}]}]}""", 2, 1, 6)]
    [InlineData("""{"messages":[{"content":[{"type":"file","file":{"file_data":"data:application/pdf;base64,AA"}}]}]}""", 1, 0, 30)]
    public void Inline_media_is_measured(string body, int media, int images, int bytes)
    {
        var facts = Read(body, RequestFormats.Gemini);
        (facts.MediaItems, facts.Images, facts.BinaryBytes).ShouldBe((media, images, bytes));
    }

    [Theory]
    [InlineData("""{"messages":[{"content":[{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}]}]}""")]
    [InlineData("""{"modalities":["text","audio"]}""")]
    public void Audio_is_noticed(string body) => Read(body).Audio.ShouldBeTrue();

    [Theory]
    [InlineData("""{"model":"a","model":"b"}""", RequestErrorKind.DuplicateKey, "model")]
    [InlineData("""{"max_tokens":1,"max\u005ftokens":2}""", RequestErrorKind.DuplicateKey, "max_tokens")]
    [InlineData("""{"Model":"a"}""", RequestErrorKind.CaseVariantKey, "model")]
    [InlineData("""{"max_tokens":1,"MAX_TOKENS":2}""", RequestErrorKind.CaseVariantKey, "max_tokens")]
    [InlineData("""{"max_tokenſ":2}""", RequestErrorKind.CaseVariantKey, "max_tokens")]
    [InlineData("""{"stream_options":{"include_usage":true,"include_usage":false}}""", RequestErrorKind.DuplicateKey, "stream_options.include_usage")]
    [InlineData("""{"messages":[],"messages":[]}""", RequestErrorKind.DuplicateKey, "messages")]
    [InlineData("""{"max_tokens":"100"}""", RequestErrorKind.InvalidValue, "max_tokens")]
    [InlineData("""{"max_tokens":1.5}""", RequestErrorKind.InvalidValue, "max_tokens")]
    [InlineData("""{"max_tokens":-1}""", RequestErrorKind.InvalidValue, "max_tokens")]
    [InlineData("""{"max_tokens":99999999999999999999999999999999999}""", RequestErrorKind.InvalidValue, "max_tokens")]
    [InlineData("""{"n":0}""", RequestErrorKind.InvalidValue, "n")]
    [InlineData("""{"model":7}""", RequestErrorKind.InvalidValue, "model")]
    [InlineData("""{"stream":"true"}""", RequestErrorKind.InvalidValue, "stream")]
    [InlineData("""{"stream_options":[]}""", RequestErrorKind.InvalidValue, "stream_options")]
    [InlineData("""{"model":"a"} {}""", RequestErrorKind.Malformed, "")]
    [InlineData("""{"model":"a",}""", RequestErrorKind.Malformed, "")]
    [InlineData("""[1]""", RequestErrorKind.Malformed, "")]
    [InlineData("", RequestErrorKind.Malformed, "")]
    [InlineData("null", RequestErrorKind.Malformed, "")]
    public void Body_that_could_be_read_in_two_ways_is_refused_R13(string body, RequestErrorKind kind, string path)
    {
        RequestReader.TryRead(Encoding.UTF8.GetBytes(body), RequestFormats.OpenAiChat, out var facts, out var error).ShouldBeFalse();
        facts.ShouldBeNull();
        (error!.Kind, error.Path).ShouldBe((kind, path));
    }

    [Fact]
    public void Gemini_limit_in_both_spellings_is_a_duplicate() =>
        Should.Throw<InvalidRequestException>(() => Read("""{"generationConfig":{"maxOutputTokens":1,"max_output_tokens":2}}""", RequestFormats.Gemini))
            .Error.Kind.ShouldBe(RequestErrorKind.DuplicateKey);

    [Fact]
    public void Nesting_beyond_the_bound_is_malformed()
    {
        var body = Encoding.UTF8.GetBytes("""{"messages":""" + new string('[', 100_000));
        RequestReader.TryRead(body, RequestFormats.OpenAiChat, out _, out var error).ShouldBeFalse();
        error!.Kind.ShouldBe(RequestErrorKind.Malformed);
    }

    [Fact]
    public void Name_that_is_no_utf8_is_malformed()
    {
        RequestReader.TryRead([(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}'], RequestFormats.OpenAiChat, out _, out var error).ShouldBeFalse();
        error!.Kind.ShouldBe(RequestErrorKind.Malformed);
    }

    [Fact]
    public void Byte_order_mark_is_allowed() =>
        RequestReader.Read([0xEF, 0xBB, 0xBF, .. """{"model":"m"}"""u8], RequestFormats.OpenAiChat).Model.ShouldBe("m");

    [Fact]
    public void Mutated_bodies_never_throw_anything_but_the_typed_error()
    {
        var random = new Random(7);
        var seed = """{"model":"m","messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA"}}]}],"tools":[{"type":"web_search_1","max_uses":2}],"stream_options":{"include_usage":false},"max_tokens":5}"""u8.ToArray();
        for (var round = 0; round < 5_000; round++)
        {
            var body = seed.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            var ok = RequestReader.TryRead(body.AsSpan(0, random.Next(body.Length / 2, body.Length + 1)), RequestFormats.AnthropicMessages, out var facts, out var error);
            (ok ? facts is not null : error is not null).ShouldBeTrue();
        }
    }

    private static RequestFacts Read(string body, RequestFormat? format = null) =>
        RequestReader.Read(Encoding.UTF8.GetBytes(body), format ?? RequestFormats.OpenAiChat);
}
