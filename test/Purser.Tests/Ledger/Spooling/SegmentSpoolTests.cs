using Purser.Ledger.Spooling;

namespace Purser.Tests.Ledger.Spooling;

public sealed class SegmentSpoolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("purser-segments-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Records_come_back_in_order_over_segments_and_restarts()
    {
        using (var spool = Open(segmentBytes: 30))
        {
            for (byte i = 0; i < 10; i++)
                spool.TryAppend([i, i, i]).ShouldBeTrue();
        }

        using var reopened = Open(segmentBytes: 30);
        Directory.GetFiles(_folder).Length.ShouldBeGreaterThan(1);
        Drain(reopened).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        reopened.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void What_was_set_aside_is_not_replaced_after_a_restart()
    {
        for (byte i = 0; i < 2; i++)
        {
            using var spool = Open();
            spool.TryAppend([i]).ShouldBeTrue();
            spool.Remove(spool.Oldest()!, keepFile: true);
        }

        Directory.GetFiles(_folder, "*.rejected").Length.ShouldBe(2);
    }

    [Fact]
    public void Every_torn_tail_costs_only_the_record_being_written()
    {
        using (var spool = Open())
        {
            for (byte i = 0; i < 3; i++)
                spool.TryAppend([i, 7, 7, 7]);
        }

        var file = Directory.GetFiles(_folder).ShouldHaveSingleItem();
        var whole = File.ReadAllBytes(file);
        for (var cut = 1; cut <= 12; cut++)
        {
            File.WriteAllBytes(file, whole[..^cut]);
            using var spool = Open();
            var segment = spool.Oldest()!;
            segment.Records.Count.ShouldBe(2);
            segment.TornBytes.ShouldBe(12 - cut);
        }
    }

    [Fact]
    public void A_flipped_bit_and_a_run_of_zeros_are_no_records()
    {
        using (var spool = Open())
            spool.TryAppend([1, 2, 3]);
        var file = Directory.GetFiles(_folder).ShouldHaveSingleItem();
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        using (var spool = Open())
            spool.Oldest()!.Records.ShouldBeEmpty();
        File.WriteAllBytes(file, new byte[64]);
        using (var spool = Open())
            spool.Oldest()!.Records.ShouldBeEmpty();
    }

    [Fact]
    public void Beyond_its_bound_it_refuses_and_counts_and_takes_again_when_drained()
    {
        using var spool = Open(total: 24);
        spool.TryAppend([1, 1, 1, 1]).ShouldBeTrue();
        spool.TryAppend([2, 2, 2, 2]).ShouldBeTrue();
        spool.TryAppend([3]).ShouldBeFalse();
        (spool.Refused, spool.Appended, spool.Bytes).ShouldBe((1, 2, 24));

        Drain(spool).ShouldBe([1, 2]);
        spool.TryAppend([3]).ShouldBeTrue();
    }

    [Fact]
    public void What_is_appended_while_reading_is_not_lost()
    {
        using var spool = Open();
        spool.TryAppend([1]);
        var segment = spool.Oldest()!;
        spool.TryAppend([2]);
        spool.Remove(segment);
        Drain(spool).ShouldBe([2]);
    }

    private static List<int> Drain(SegmentSpool spool)
    {
        var first = new List<int>();
        while (spool.Oldest() is { } segment)
        {
            first.AddRange(segment.Records.Select(static r => (int)r.Span[0]));
            spool.Remove(segment);
        }

        return first;
    }

    private SegmentSpool Open(long total = 1 << 20, long segmentBytes = 1 << 16) =>
        new(new SegmentSpoolOptions { Directory = _folder, MaxTotalBytes = total, SegmentBytes = segmentBytes });
}
