using Purser.Budgets;
using Purser.Ledger;
using Purser.Server.Configuration;
using Purser.Server.Gateway;

namespace Purser.Server.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("purser-config").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Without_any_source_the_defaults_stand()
    {
        var configuration = Load();
        configuration.Server.Urls.ShouldBe(["http://127.0.0.1:4700"]);
        Path.IsPathRooted(configuration.Server.Data).ShouldBeTrue();
        configuration.Server.DrainTimeout.ShouldBe(TimeSpan.FromSeconds(30));
        configuration.Server.MaxRequestBytes.ShouldBe(4 << 20);
        configuration.Gateway.Upstreams["openai"].Url.ShouldBe("https://api.openai.com/v1");
        configuration.BudgetMode.ShouldBe(BudgetModeCap.Enforce);
        configuration.Ledger.ShouldBe(new LedgerOptions { Durability = Durability.Process, Retention = null });
        configuration.KeysRequired.ShouldBeFalse();
        configuration.Effective.ShouldAllBe(e => e.Origin == SettingOrigin.Default);
    }

    [Fact]
    public void Defaults_of_the_table_are_those_of_the_gateway()
    {
        var bound = Load().Gateway;
        var own = new GatewayOptions();
        (bound.MaxRequestBytes, bound.MaxHeaderBytes, bound.MaxMeteredBytes, bound.MaxEventBytes).ShouldBe((own.MaxRequestBytes, own.MaxHeaderBytes, own.MaxMeteredBytes, own.MaxEventBytes));
        (bound.ConnectTimeout, bound.FirstByteTimeout, bound.IdleTimeout, bound.TotalTimeout).ShouldBe((own.ConnectTimeout, own.FirstByteTimeout, own.IdleTimeout, own.TotalTimeout));
        (bound.DrainTimeout, bound.HeartbeatInterval).ShouldBe((own.DrainTimeout, own.HeartbeatInterval));
    }

    [Fact]
    public void Later_sources_win_and_the_effective_value_says_where_it_came_from()
    {
        Write("purser.yaml", "server:\n  drain_timeout: 1s\nledger:\n  durability: power\nkeys:\n  required: always\n");
        Write(".env", "PURSER__Server__DrainTimeout=2s\nPURSER__Keys__Required=auto\n");
        var request = Request() with
        {
            Environment = new Dictionary<string, string> { ["PURSER__SERVER__DRAIN_TIMEOUT"] = "3s" },
            CommandLine = [new("server.drain_timeout", "4s", "--drain")],
        };
        ConfigurationLoader.Load(request).Server.DrainTimeout.ShouldBe(TimeSpan.FromSeconds(4));
        var configuration = ConfigurationLoader.Load(request with { CommandLine = [] });
        configuration.Server.DrainTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        configuration.KeysRequired.ShouldBeFalse();
        Origin(configuration, "server.drain_timeout").ShouldBe("environment PURSER__SERVER__DRAIN_TIMEOUT");
        Origin(configuration, "keys.required").ShouldBe(".env:2");
        Origin(configuration, "ledger.durability").ShouldBe("purser.yaml:4");
        Origin(configuration, "server.urls").ShouldBe("default");
    }

    [Fact]
    public void Five_errors_are_five_reports_each_with_its_key_and_line()
    {
        Write("purser.yaml", """
            server:
              urls: ftp://example.org
              drain_timeuot: 5s
            ledger:
              durability: forever
            budgets:
              definitions:
                - name: daily
                  limit: plenty
                  window: day
            gateway:
              upstreams:
                api:
                  url: https://example.org
            """);
        var errors = Should.Throw<ConfigurationException>(() => Load()).Errors.Select(e => e.ToString()).ToList();
        errors.Count.ShouldBe(5, string.Join("\n", errors));
        errors.ShouldContain(e => e.StartsWith("purser.yaml:2: server.urls: ") && e.Contains("http"));
        errors.ShouldContain(e => e.StartsWith("purser.yaml:3: server.drain_timeuot: ") && e.Contains("did you mean 'drain_timeout'"));
        errors.ShouldContain(e => e.StartsWith("purser.yaml:5: ledger.durability: ") && e.Contains("process, power"));
        errors.ShouldContain(e => e.StartsWith("purser.yaml:9: budgets.definitions.0.limit: ") && e.Contains("5usd"));
        errors.ShouldContain(e => e.StartsWith("purser.yaml:14: gateway.upstreams.api: ") && e.Contains("reserved"));
    }

    [Fact]
    public void Budgets_of_the_file_take_their_preset_and_know_their_file()
    {
        Write("purser.yaml", """
            budgets:
              mode: alert
              definitions:
                - name: team
                  limit: 5usd
                  window: month
                  zone: Europe/Berlin
                  match: { "tag:project": x, team: core }
                  thresholds: [50, 90]
                  actions: [90=hint:gpt-4o-mini]
                  wait: 500ms
                  reset_time: "06:30"
                - name: users
                  preset: user
                  limit: 100000tokens
                  each: user
                  max_instances: 7
                  mode: track
                - { name: sessions, preset: session, limit: 2000tokens:output, session_idle: 30m }
            """);
        var configuration = Load();
        configuration.BudgetMode.ShouldBe(BudgetModeCap.Alert);
        var (team, users, sessions) = (configuration.Budgets[0], configuration.Budgets[1], configuration.Budgets[2]);
        (team.Limit.ToString(), team.Window.ToString(), team.Zone, team.Source, team.Origin).ShouldBe(("5usd", "month", "Europe/Berlin", BudgetSource.Config, "purser.yaml"));
        team.Match.ShouldBe(new Dictionary<string, string> { ["tag:project"] = "x", ["team"] = "core" }, ignoreOrder: true);
        team.Thresholds.ShouldBe([50, 90]);
        team.Actions.Single().ToString().ShouldBe("90=hint:gpt-4o-mini");
        (team.Wait, team.ResetTime).ShouldBe((TimeSpan.FromMilliseconds(500), new TimeOnly(6, 30)));
        (users.Mode, users.MaxHoldShare, users.OnMissing, users.MaxInstances).ShouldBe((BudgetMode.Track, 100, MissingPolicy.Skip, 7));
        (sessions.Window.Kind, sessions.SessionIdle).ShouldBe((BudgetWindowKind.Session, TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void What_is_wrong_inside_a_budget_is_told_with_its_key()
    {
        Write("purser.yaml", """
            budgets:
              definitions:
                - { name: "a b", limit: 5usd, window: day, zone: Mars/Base, match: { colour: red } }
                - { name: x, window: day }
                - { name: y, limit: 1usd, window: day }
                - { name: y, limit: 1usd, window: day }
            """);
        var keys = Should.Throw<ConfigurationException>(() => Load()).Errors.Select(e => e.Key).ToList();
        keys.ShouldBe(
            ["budgets.definitions.0.name", "budgets.definitions.0.match.colour", "budgets.definitions.0.zone", "budgets.definitions.1.limit", "budgets.definitions.3.name"],
            ignoreOrder: true);
    }

    [Fact]
    public void Upstreams_come_from_file_environment_and_command_line()
    {
        Write("purser.yaml", "gateway:\n  upstreams:\n    groq: { url: 'https://api.groq.com/openai/v1', api_key: planted-secret }\n    openai: { api_key_variable: MY_KEY }\n");
        var configuration = ConfigurationLoader.Load(Request() with
        {
            Environment = new Dictionary<string, string> { ["PURSER__GATEWAY__UPSTREAMS__VLLM__URL"] = "http://10.0.0.1:8000" },
            CommandLine = [CommandLineSetting.Upstream("openai=http://127.0.0.1:9")],
        });
        configuration.Gateway.Upstreams["groq"].ApiKey.ShouldBe("planted-secret");
        configuration.Gateway.Upstreams["vllm"].Url.ShouldBe("http://10.0.0.1:8000");
        configuration.Gateway.Upstreams["openai"].Url.ShouldBe("http://127.0.0.1:9");
        configuration.Gateway.Upstreams["openai"].ApiKeyVariable.ShouldBe("MY_KEY");
        configuration.Gateway.Upstreams["openai"].Dialect.ShouldBe("openai-chat");
        string.Join(' ', configuration.Effective).ShouldNotContain("planted-secret");
    }

    [Fact]
    public void An_environment_upstream_adds_to_the_one_of_the_file_whatever_its_case()
    {
        Write("purser.yaml", "gateway:\n  upstreams:\n    groq: { url: 'https://api.groq.com/openai/v1' }\n");
        var configuration = ConfigurationLoader.Load(Request() with { Environment = new Dictionary<string, string> { ["PURSER__GATEWAY__UPSTREAMS__GROQ__API_KEY"] = "k" } });
        configuration.Gateway.Upstreams["groq"].ApiKey.ShouldBe("k");
    }

    [Fact]
    public void Prices_of_the_file_are_rows_of_their_own()
    {
        Write("purser.yaml", "pricing:\n  overrides:\n    - { model: openai/my-model, input: 0.25, output: 2, cache_read: 0.025, effective_from: 2026-10-01 }\n    - { model: bare, input: 1, output: 1 }\n");
        Should.Throw<ConfigurationException>(() => Load()).Errors.Single().Key.ShouldBe("pricing.overrides.1.model");
        Write("purser.yaml", "pricing:\n  overrides:\n    - { model: openai/my-model, input: 0.25, output: 2, cache_read: 0.025, effective_from: 2026-10-01 }\n");
        var row = Load().Prices.Single();
        (row.Provider, row.Model, row.Rates.Input, row.Rates.CacheRead).ShouldBe(("openai", "my-model", 0.25m, 0.025m));
        row.EffectiveFrom.ShouldBe(new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero));
        row.Problem().ShouldBeNull();
    }

    [Fact]
    public void Appsettings_json_is_read_below_Purser_only()
    {
        Write("appsettings.json", """
            {
              // others' sections stay theirs
              "Logging": { "Nonsense": 1 },
              "Purser": {
                "Server": { "Urls": ["http://127.0.0.1:1", "http://127.0.0.1:2"], },
                "Gateway": { "Upstreams": { "x": { "Url": "https://x.example", "IncludeUsage": false } } },
                "Legder": { "Durability": "power" }
              }
            }
            """);
        Should.Throw<ConfigurationException>(() => Load()).Errors.Single().ToString().ShouldBe("appsettings.json:7: Legder: is unknown; did you mean 'ledger'?");
        Write("appsettings.json", """{"Purser":{"Server":{"Urls":["http://127.0.0.1:1","http://127.0.0.1:2"]},"Gateway":{"Upstreams":{"x":{"Url":"https://x.example","IncludeUsage":false}}}}}""");
        var configuration = Load();
        configuration.Server.Urls.ShouldBe(["http://127.0.0.1:1", "http://127.0.0.1:2"]);
        configuration.Gateway.Upstreams["x"].IncludeUsage.ShouldBeFalse();
    }

    [Theory]
    [InlineData("purser.yaml", "server: [1")]
    [InlineData("purser.yaml", "just text")]
    [InlineData("appsettings.json", "{\"Purser\":")]
    [InlineData("appsettings.json", "[]")]
    [InlineData(".env", "no equals sign")]
    [InlineData("purser.yaml", "server: yes")]
    [InlineData("purser.yaml", "server:\n  urls:\n    a: b")]
    [InlineData("purser.yaml", "budgets:\n  definitions: x")]
    [InlineData("purser.yaml", "budgets:\n  definitions:\n    a: { name: x }")]
    [InlineData("purser.yaml", "server:\n  urls: http://127.0.0.1:4700/path")]
    [InlineData("purser.yaml", "server:\n  max_request_bytes: 1")]
    [InlineData("purser.yaml", "server:\n  drain_timeout: 1 fortnight")]
    [InlineData("purser.yaml", "gateway:\n  upstreams:\n    a: { url: 'http://user:pw@x' }")]
    [InlineData("purser.yaml", "gateway:\n  upstreams:\n    groq: { api_key: k }")]
    public void A_broken_source_is_one_error_with_its_file(string file, string text)
    {
        Write(file, text);
        Should.Throw<ConfigurationException>(() => Load()).Errors.Single().Origin.Source.ShouldBe(file);
    }

    [Fact]
    public void A_named_file_that_is_missing_is_an_error() =>
        Should.Throw<ConfigurationException>(() => ConfigurationLoader.Load(Request() with { File = Path.Combine(_directory, "nothere.yaml") }))
            .Errors.Single().Message.ShouldContain("cannot be read");

    [Fact]
    public void A_list_of_a_later_source_replaces_the_earlier_list()
    {
        Write("purser.yaml", "server:\n  allowed_hosts: [a.example, b.example]\n");
        var configuration = ConfigurationLoader.Load(Request() with { Environment = new Dictionary<string, string> { ["PURSER__SERVER__ALLOWEDHOSTS"] = "c.example" } });
        configuration.Server.AllowedHosts.ShouldBe(["c.example"]);
    }

    [Fact]
    public void Variables_of_others_are_kept_for_upstream_keys_and_the_environment_beats_the_file()
    {
        Write(".env", "OPENAI_API_KEY='from file'\nexport OTHER=x # remark\n");
        var configuration = ConfigurationLoader.Load(Request() with { Environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = "from environment" } });
        configuration.Environment["OPENAI_API_KEY"].ShouldBe("from environment");
        configuration.Environment["OTHER"].ShouldBe("x");
    }

    [Theory]
    [InlineData("no-equals")]
    [InlineData("=http://x")]
    [InlineData("x=")]
    public void A_malformed_upstream_flag_says_how_to_write_it(string text) =>
        Should.Throw<FormatException>(() => CommandLineSetting.Upstream(text)).Message.ShouldContain("--upstream groq=");

    [Fact]
    public void Every_option_of_the_table_states_what_it_does_and_a_default_within_its_range()
    {
        foreach (var option in OptionCatalog.All)
        {
            option.Summary.ShouldNotBeNullOrWhiteSpace();
            if (option.Default is { } value)
                option.Problem(value).ShouldBeNull(option.Path);
        }
    }

    private PurserConfiguration Load() => ConfigurationLoader.Load(Request());

    private ConfigurationRequest Request() => new() { Directory = _directory };

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory, name), text);

    private static string Origin(PurserConfiguration configuration, string key) => configuration.Effective.Single(e => e.Key == key).Origin.ToString();
}
