using Purser.Benchmarks.Durable;
using Purser.Benchmarks.Harness;
using Purser.Benchmarks.LedgerWrites;
using Purser.Benchmarks.Proxying;
using Purser.Benchmarks.Reports;
using Purser.Benchmarks.Reservations;
using Purser.Benchmarks.Startup;
using Purser.Benchmarks.UsageReading;

namespace Purser.Benchmarks;

/// <summary>Every speed that is claimed, in the order of a call.</summary>
internal static class Suites
{
    public static IReadOnlyList<Suite> All { get; } =
    [
        new("tokens", "usage out of bodies and streams", UsageReadingSuite.RunAsync),
        new("budgets", "reserve and settle in memory", ReservationSuite.RunAsync),
        new("durable", "reserve and settle on one hot budget, durable", DurableSuite.RunAsync),
        new("ledger", "append usage events, flushed", LedgerWriteSuite.RunAsync),
        new("report", "usage by model and day over millions of events", ReportSuite.RunAsync),
        new("gateway", "through the gateway, beside other ways", ProxySuite.RunAsync),
        new("start", "start-up, rest, short commands", StartupSuite.RunAsync),
    ];

    public static Suite? Find(string name) => All.FirstOrDefault(s => s.Name == name);
}
