using KillSwitch.Core.Settings;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;

namespace KillSwitch.Engine.Tests.EveryMinute;

public class OwnerDutyTests
{
    private const string Agents = "arn:aws:sns:us-east-1:111122223333:agents";
    private const string Search = "arn:aws:sns:eu-west-1:111122223333:search";

    [Fact]
    public async Task Before_anything_was_sent_nobody_knows()
    {
        var (looked, findings) = await LookAsync(null);

        looked.ShouldBeFalse();
        findings.Looked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_every_topic_takes_what_it_is_told_nothing_is_wrong()
    {
        var (looked, findings) = await LookAsync([]);

        looked.ShouldBeTrue();
        findings.Looked.ShouldBe([GuardCondition.OwnersUntold]);
        findings.Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_may_not_be_published_on_says_what_to_deploy()
    {
        var condition = (await LookAsync([new(Search, 2, "AWS said no")])).Findings.Present.ShouldHaveSingleItem();

        condition.Subject.ShouldBe("an owner's topic takes no messages");
        condition.Text.ShouldContain($"2 messages for {Search}, AWS said no. Stops work, and this topic was told all of it.");
        condition.Remedy.ShouldContain($"-c ownerTopics={Agents},{Search}, which lets the guard publish there");
    }

    [Fact]
    public async Task One_that_is_gone_or_closed_says_where_to_look()
    {
        var condition = (await LookAsync([new(Agents, 1, "it is gone"), new(Search, 1, "AWS said no")])).Findings.Present
            .ShouldHaveSingleItem();

        condition.Subject.ShouldBe("2 owners' topics take no messages");
        condition.Remedy.ShouldContain("look whether the topic is there");
        condition.Remedy.ShouldContain($"killswitch deploy --region us-east-1 -c ownerTopics={Agents},{Search}, which lets");
    }

    private static async Task<(bool Looked, Findings Findings)> LookAsync(IReadOnlyList<OwnerRefusal>? refusals)
    {
        var findings = new Findings();
        var duty = new OwnerDuty(() => refusals, [Agents], DeployedAs.Release);
        return (await duty.LookAsync(findings, DateTimeOffset.UnixEpoch, default), findings);
    }
}
