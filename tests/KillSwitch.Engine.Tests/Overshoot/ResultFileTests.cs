using KillSwitch.Overshoot.Innocents;
using KillSwitch.Overshoot.Results;
using KillSwitch.Overshoot.Watchers;

namespace KillSwitch.Engine.Tests.Overshoot;

public sealed class ResultFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void What_got_no_worse_passes()
    {
        ResultFile.Write(_path, 10, [Result(0.01m)], []);

        ResultFile.Worse(_path, 10, [Result(0.01m + ResultFile.Margin)]).ShouldBeEmpty();
    }

    [Fact]
    public void What_got_worse_by_more_than_the_margin_is_named()
    {
        ResultFile.Write(_path, 10, [Result(0.01m)], []);

        ResultFile.Worse(_path, 10, [Result(0.02m)])
            .ShouldBe(["a leak under the guard, predictive brake: `unspentMean` is 2.00 % of the limit, was 1.00 %"]);
    }

    [Fact]
    public void An_innocent_that_was_stopped_is_named_whatever_was_committed() =>
        ResultFile.Stopped([new InnocentSummary("steady", 120, 0), new InnocentSummary("a queue", 60, 1)])
            .ShouldBe(["a queue: 1 of 60 innocents were stopped"]);

    [Fact]
    public void Studies_of_other_seeds_are_not_compared()
    {
        ResultFile.Write(_path, 10, [Result(0.01m)], []);

        ResultFile.Worse(_path, 20, [Result(0.01m)]).ShouldHaveSingleItem().ShouldContain("is of 10 seeds, this study of 20");
    }

    public void Dispose() => File.Delete(_path);

    private static Summary Result(decimal unspent) => new()
    {
        Workload = "a leak",
        WatchedBy = WatchedBy.Predictive,
        Limit = 100,
        Cases = 10,
        PastMedian = 0,
        PastP95 = 0,
        PastWorst = 0,
        PastMean = 0,
        UnspentMean = unspent,
        UnspentP95 = 0.03m,
    };
}
