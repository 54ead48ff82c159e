using System.Text;
using System.Text.Json;
using KillSwitch.Cli.Status;
using KillSwitch.Core.Leases;

namespace KillSwitch.Cli.Tests.Status;

public class LeaseOutputTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);
    private static readonly LeaseTerms Terms = new("arn", ["role/agent", "user/ci"], TimeSpan.FromMinutes(10));

    [Fact]
    public void A_lease_that_holds_is_no_problem()
    {
        var lease = new Lease(Now.AddSeconds(-30), Now.AddMinutes(9));
        LeaseOutput.Problem(Terms, lease, Now).ShouldBeNull();
        LeaseOutput.Sentence(Terms, lease, Now)
            .ShouldBe("Lease of 10 minutes for role/agent, user/ci: renewed at 2026-04-24 03:11, holds until 2026-04-24 03:21 UTC");
        Json(Terms, lease)
            .ShouldBe("""{"lease":{"minutes":10,"principals":["role/agent","user/ci"],"lapsed":false,"renewedAt":"2026-04-24T03:11:39Z","holdsUntil":"2026-04-24T03:21:09Z","lapsedSince":null,"withheld":null}}""");
    }

    [Fact]
    public void A_lease_that_lapsed_says_since_when_who_and_why()
    {
        var lease = new Lease(Now.AddMinutes(-11), Now.AddMinutes(-1), "the meter fails in us-east-1", Now.AddMinutes(-10));
        LeaseOutput.Problem(Terms, lease, Now)
            .ShouldBe("the lease has lapsed, since 2026-04-24 03:11 UTC, and role/agent, user/ci may not spend until the guard is well: "
            + "the meter fails in us-east-1");
        LeaseOutput.Sentence(Terms, lease, Now).ShouldEndWith(": lapsed");
        Json(Terms, lease)
            .ShouldContain(
            "\"lapsed\":true,\"renewedAt\":\"2026-04-24T03:01:09Z\",\"holdsUntil\":\"2026-04-24T03:11:09Z\",\"lapsedSince\":\"2026-04-24T03:11:09Z\",\"withheld\":\"the meter fails in us-east-1\"");
    }

    [Fact]
    public void A_lease_that_is_running_out_is_a_problem_before_it_lapses() =>
        LeaseOutput.Problem(Terms, new Lease(Now.AddMinutes(-2), Now.AddMinutes(8), "invocation logging is off", Now.AddMinutes(-1)), Now)
            .ShouldBe("the lease is not renewed, since 2026-04-24 03:11 UTC: invocation logging is off");

    [Fact]
    public void A_lease_that_has_not_begun_denies_nobody_and_one_that_is_gone_everybody()
    {
        LeaseOutput.Sentence(Terms, new Lease(null, Lease.NotBegun), Now)
            .ShouldContain("not begun: it begins when the guard is well for the first time");
        LeaseOutput.Problem(Terms, new Lease(null, Lease.NotBegun), Now).ShouldBeNull();
        Json(Terms, new Lease(null, Lease.NotBegun)).ShouldContain("\"lapsed\":false,\"renewedAt\":null,\"holdsUntil\":null");
        LeaseOutput.Problem(Terms, null, Now)
            .ShouldBe("the lease has lapsed, and role/agent, user/ci may not spend until the guard is well");
    }

    [Fact]
    public void Where_nobody_is_leased_there_is_none() => Json(null, null).ShouldBe("""{"lease":null}""");

    private static string Json(LeaseTerms? terms, Lease? lease)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            LeaseOutput.Write(json, terms, lease, Now);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
