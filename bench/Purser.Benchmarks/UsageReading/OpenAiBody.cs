using System.Text;

namespace Purser.Benchmarks.UsageReading;

/// <summary>A chat completion of about 4 KB, usage at its end as OpenAI sends it.</summary>
internal static class OpenAiBody
{
    /// <summary>Input, cached input, output and reasoning as the body states them.</summary>
    public static readonly Counts Stated = new(1_117, 1_024, 943, 640);

    public static byte[] Create(int length)
    {
        const string Sentence = "The quick brown fox said: \\\"count me in\\\", jumped over the lazy dog\\nand was gone. ";
        var content = new StringBuilder();
        while (content.Length + 720 < length)
            content.Append(Sentence);
        return Encoding.UTF8.GetBytes(
            """{"id":"chatcmpl-9XK2b7v1","object":"chat.completion","created":1780000000,"model":"gpt-5.4-2026-03-05","choices":[{"index":0,"message":{"role":"assistant","content":""" + "\""
            + content + "\"" + ""","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1117,"completion_tokens":943,"total_tokens":2060,"prompt_tokens_details":{"cached_tokens":1024,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":640,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default","system_fingerprint":"fp_4f1a"}""");
    }
}
