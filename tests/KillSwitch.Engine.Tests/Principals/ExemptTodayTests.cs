using KillSwitch.Core.Policies;
using KillSwitch.Engine.Principals;

namespace KillSwitch.Engine.Tests.Principals;

public class ExemptTodayTests
{
    [Fact]
    public void Each_pattern_says_whom_it_takes_in_and_a_whole_name_says_nothing()
    {
        var account = new ListedAccount();
        foreach (var name in (string[])["role/BreakGlass2", "role/BreakGlass", "user/ana", "role/agent"])
            account.Add(name, DateTimeOffset.UnixEpoch, path: "/teams/");
        var policy = new Policy
        {
            Exempt = [new Glob("role/BreakGlass*"), new Glob("user/ana"), new Glob("arn:aws:iam::*:role/agent"), new Glob("role/none-?"),
                new Glob("*")],
        };

        ExemptToday.Of(policy, account.Everyone).ShouldBe(
        [
            "`role/BreakGlass*` takes in today: role/BreakGlass, role/BreakGlass2",
            "`role/none-?` takes in nobody today, and whoever is given a name that fits",
        ]);
    }
}
