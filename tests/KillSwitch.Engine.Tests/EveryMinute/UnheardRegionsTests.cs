using System.Collections.Immutable;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>Calls in a region that no sensor hears are found within a quarter of an hour, wherever it is, and stand for a day.</summary>
public class UnheardRegionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly Deployment Home = new("KillSwitch", "us-east-1", "t", "topic")
    {
        Denies = ImmutableDictionary<PreparedDeny, string>.Empty,
        Sensors = ["eu-west-1"],
        DeployedFrom = DeployedFrom.Release,
    };

    private static readonly string[] Elsewhere = [.. Enumerable.Range(1, 31).Select(n => $"xx-north-{n}")];

    private readonly IGuardMemory _memory = InMemoryPorts.Of(new InMemoryAccount(TimeSpan.Zero, _ => false), World.Account).Memory;
    private readonly Dictionary<string, DateTimeOffset> _calls = [];
    private readonly List<string> _looked = [];

    [Fact]
    public async Task Every_region_is_looked_at_within_a_quarter_of_an_hour_and_none_more_often_than_needed()
    {
        var duty = Duty();
        for (var minute = 0; minute < 15; minute++)
            await LookAsync(duty, Noon.AddMinutes(minute));

        _looked.Distinct().Count().ShouldBe(Elsewhere.Length);
        _looked.Count.ShouldBeLessThan(2 * Elsewhere.Length);
    }

    [Fact]
    public async Task What_is_called_there_is_told_at_once_with_how_to_hear_it_and_over_after_a_day()
    {
        _calls["xx-north-7"] = Noon.AddMinutes(-2);
        var duty = Duty();
        Condition? found = null;
        for (var minute = 0; minute < 15; minute++)
            found = (await LookAsync(duty, Noon.AddMinutes(minute))).SingleOrDefault() ?? found;

        found.ShouldNotBeNull().Kind.ShouldBe(GuardCondition.RegionUnheard);
        found.Subject.ShouldBe("Bedrock is called in xx-north-7, where no sensor listens");
        found.Remedy.ShouldBe("killswitch deploy --region us-east-1 -c regions=eu-west-1,xx-north-7, which puts a sensor there; "
            + "-c otherRegions=deny keeps everyone but the exempt from Bedrock there");
        found.IsToldAtOnce.ShouldBeTrue();
        duty.Called.ShouldBe(["xx-north-7"]);

        // Whatever process is next knows of it before it has looked there.
        (await LookAsync(Duty(), Noon.AddMinutes(20))).ShouldHaveSingleItem();
        _calls.Clear();
        (await LookAsync(Duty(), Noon.AddHours(25))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_region_that_a_sensor_hears_by_now_is_no_trouble_any_more()
    {
        _calls["xx-north-1"] = Noon;
        await LookAsync(Duty(), Noon);

        (await LookAsync(Duty(Elsewhere[1..]), Noon.AddMinutes(5))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("xx-north-1")]
    [InlineData("xx-north-1=soon;=;;xx-north-2=99999999999999999")]
    public async Task What_cannot_be_read_of_earlier_looks_is_looked_for_again(string kept)
    {
        await _memory.KeepAsync("unheardRegions", kept, CancellationToken.None);

        (await LookAsync(Duty(), Noon)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_every_region_is_heard_nothing_is_looked_at() => (await LookAsync(Duty([]), Noon)).ShouldBeEmpty();

    private UnheardRegions Duty(IReadOnlyList<string>? elsewhere = null) => new(
        Home, elsewhere ?? Elsewhere, (region, _, _) =>
        {
            _looked.Add(region);
            return ValueTask.FromResult(_calls.TryGetValue(region, out var at) ? (DateTimeOffset?)at : null);
        }, _memory);

    private static async Task<IReadOnlyList<Condition>> LookAsync(UnheardRegions duty, DateTimeOffset now)
    {
        var findings = new Findings();
        (await duty.LookAsync(findings, now, CancellationToken.None)).ShouldBeTrue();
        return [.. findings.Present];
    }
}
