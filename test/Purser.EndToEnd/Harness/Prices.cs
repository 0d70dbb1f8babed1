namespace Purser.EndToEnd.Harness;

/// <summary>Configurations whose calls have round prices: one output token is a tenth of a cent, input is free, so that 100 tokens hold and cost 0.10 USD; of 'both' the input costs a hundredth of a cent.</summary>
internal static class Prices
{
    public const string Cents = """
        "pricing": { "overrides": [ { "model": "openai/cents", "input": 0, "output": 1000, "max_output": 100000 }, { "model": "openai/both", "input": 100, "output": 1000, "max_output": 100000 } ] }
        """;

    public static string WithBudget(string name, string limit, string more = "") => $$"""
        {{Cents}}, "budgets": { "hold_ttl": "15m", "definitions": [ { "name": "{{name}}", "limit": "{{limit}}", "window": "total"{{more}} } ] }
        """;
}
