using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PolicyTurns;

namespace KillSwitch.Engine.Tests.PolicyFile;

/// <summary>Whose buttons in a chat channel count.</summary>
public class ChatReaderTests
{
    private const string Rule =
        "rules: [{ id: cap, match: { principal: 'role/agent-*' }, per: principal, limit: { usd: 5 }, every: day, stop: principal }]\n";

    [Fact]
    public void Who_may_is_read_as_it_is_written_and_nobody_may_where_nothing_is_said()
    {
        var read = Read("chat: { mayRestore: [role/oncall, 'arn:aws:iam::111122223333:user/anna'] }");

        read.Policy.ShouldNotBeNull().MayRestoreInChat.Select(glob => glob.Pattern)
            .ShouldBe(["role/oncall", "arn:aws:iam::111122223333:user/anna"]);
        read.Warnings.ShouldBeEmpty();
        Read("").Policy!.MayRestoreInChat.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("chat: x", "`x` is not what `chat` says; allowed is a mapping of mayRestore")]
    [InlineData("chat: {}", "`chat` lacks `mayRestore`; allowed is `{ mayRestore: [role/NAME] }`")]
    [InlineData("chat: { mayRestore: role/a, mayStop: role/a }", "`mayStop` is not a key of what `chat` says")]
    [InlineData("chat: { mayRestore: [] }", "an empty list is not a principal that may restore from chat; ")]
    [InlineData("chat: { mayRestore: [''] }", "an empty value is not a principal that may restore from chat; ")]
    [InlineData("chat: { mayRestore: '*' }", "`*` lets everybody restore; name who may, such as `role/oncall`")]
    [InlineData("chat: { mayRestore: 'role/*' }", "`role/*` lets everybody restore; ")]
    [InlineData("chat: { mayRestore: 'user/*' }", "`user/*` lets everybody restore; ")]
    [InlineData("chat: { mayRestore: 'arn:aws:iam::123456789012:role/*' }", "lets everybody restore; ")]
    [InlineData("chat: { mayRestore: 'arn:aws:sts::123456789012:assumed-role/oncall/anna' }",
        "is a session, which anybody with its role names; allowed is the role itself")]
    public void A_mistake_is_one_sentence(string chat, string says) =>
        Read(chat).Problems.ShouldHaveSingleItem().Message.ShouldContain(says);

    [Theory]
    [InlineData("role/oncall-*", "lets whoever is given a name that fits restore from chat")]
    [InlineData("oncall", "matches no principal")]
    [InlineData("role/agent-7", "`role/agent-7` may restore from chat and is limited by `cap`: its own stop it never lifts")]
    public void What_is_doubtful_is_warned_of(string pattern, string says) =>
        Read($"chat: {{ mayRestore: '{pattern}' }}").Warnings.ShouldHaveSingleItem().Message.ShouldContain(says);

    [Fact]
    public void Whoever_is_exempt_is_limited_by_nothing() =>
        Read("chat: { mayRestore: role/agent-7 }\nexempt: role/agent-7").Warnings.ShouldBeEmpty();

    [Fact]
    public void A_policy_that_changes_who_may_says_so()
    {
        var (before, after) = (Read("").Policy!, Read("chat: { mayRestore: role/oncall }").Policy!);

        PolicyChange.Of(before, after, []).Sentences.ShouldBe(["may restore from chat from now on: `role/oncall`"]);
        PolicyChange.Of(after, before, []).Sentences.ShouldBe(["may no longer restore from chat: `role/oncall`"]);
    }

    private static PolicyFileResult Read(string chat) => PolicyFileReader.Read($"version: 1\n{chat}\n{Rule}");
}
