using KillSwitch.Core.Invocations;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.InvocationLogs;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Replay;

namespace KillSwitch.Engine.Tests.InvocationLogs;

public class IntakeTests
{
    private const string Account = "111122223333";
    private const string Group = "/killswitch/invocations";
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly OwnSubscription Own = new(Account, "us-east-1", "killswitch-KillSwitch");
    private static readonly DeliveryOrigin Ours = new(Account, Group, "aws/bedrock/modelinvocations", ["killswitch-KillSwitch"]);

    private readonly InMemoryMemory _memory = new();
    private readonly Groups _groups = new();

    [Fact]
    public async Task What_bedrock_wrote_is_let_in_and_nothing_is_said()
    {
        (await AdmitAsync(Ours, Call(), Call())).Count.ShouldBe(2);
        (await FoundAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("999988887777", "aws/bedrock/modelinvocations", "killswitch-KillSwitch", "they are of the account 999988887777")]
    [InlineData(null, "aws/bedrock/modelinvocations", "killswitch-KillSwitch", "they are of the account (none)")]
    [InlineData(
        Account, "mine", "killswitch-KillSwitch", "they are from the stream mine, and Bedrock writes to aws/bedrock/modelinvocations")]
    [InlineData(
        Account, "aws/bedrock/modelinvocations2", "killswitch-KillSwitch", "they are from the stream aws/bedrock/modelinvocations2")]
    [InlineData(Account, "aws/bedrock/modelinvocations", "forged",
        "they came by the subscription forged, and the guard's is killswitch-KillSwitch")]
    [InlineData(Account, "aws/bedrock/modelinvocations", null, "they came by the subscription (none)")]
    public async Task What_others_deliver_counts_nowhere_and_is_told_with_what_it_said(
        string? owner, string stream, string? filter, string said)
    {
        (await AdmitAsync(new DeliveryOrigin(owner, Group, stream, filter is null ? [] : [filter]), Call())).ShouldBeEmpty();

        var told = (await FoundAsync()).ShouldHaveSingleItem();
        told.Kind.ShouldBe(GuardCondition.ForeignRecords);
        told.Text.ShouldContain(said);
        told.Text.ShouldContain("They are counted nowhere.");
    }

    [Fact]
    public async Task A_log_group_that_nobody_knows_makes_the_delivery_come_again_rather_than_be_lost()
    {
        _groups.Known.Clear();
        (await Should.ThrowAsync<UnknownGroupException>(() => AdmitAsync(Ours, Call()).AsTask())).Message.ShouldContain(Group);
        (await FoundAsync()).ShouldHaveSingleItem().Text.ShouldContain("Bedrock was not set to write to their log group");

        // Bedrock's setting was changed a moment ago, and now it is known.
        _groups.Known.Add(Group);
        (await AdmitAsync(Ours, Call())).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Records_of_another_account_or_region_are_left_out_of_what_is_let_in()
    {
        var own = Call();
        var admitted = await AdmitAsync(
            Ours, own, own with { Id = new RecordId("999988887777", "us-east-1", Guid.NewGuid()) },
            own with { Id = new RecordId(Account, "eu-west-9", Guid.NewGuid()) });

        admitted.ShouldBe([own]);
        (await FoundAsync()).ShouldHaveSingleItem().Text.ShouldContain("they say that they are of the account 999988887777");
    }

    [Fact]
    public async Task Of_the_doctors_stream_a_probe_is_let_in_and_no_call()
    {
        var probe = Call() with { ErrorCode = "KillSwitchProbe" };

        (await AdmitAsync(Ours with { LogStream = "killswitch-doctor" }, probe, Call())).ShouldBe([probe]);
        (await FoundAsync()).ShouldHaveSingleItem().Text.ShouldContain("where a probe costs nothing");
    }

    [Fact]
    public async Task What_was_told_is_over_after_an_hour_and_names_that_steer_are_made_plain()
    {
        await AdmitAsync(Ours with { LogStream = "a\u001b[2Jb" }, Call());

        (await FoundAsync()).ShouldHaveSingleItem().Text.ShouldContain("a\uFFFD[2Jb");
        (await FoundAsync(Now.AddMinutes(61))).ShouldBeEmpty();
    }

    private static int _number;

    private static Invocation Call() => Calls.Call(Interlocked.Increment(ref _number), 0);

    private async ValueTask<IReadOnlyList<Invocation>> AdmitAsync(DeliveryOrigin origin, params Invocation[] batch) =>
        await new Intake(Own, _groups, new ForeignRecords(_memory)).AdmitAsync(origin, batch, Now, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<Condition>> FoundAsync(DateTimeOffset? at = null)
    {
        var findings = new Findings();
        await new ForeignRecords(_memory).LookAsync(findings, ["us-east-1"], at ?? Now, TestContext.Current.CancellationToken);
        findings.Looked.ShouldContain(GuardCondition.ForeignRecords);
        return findings.Present;
    }

    private sealed class Groups : IOwnGroups
    {
        public HashSet<string> Known { get; } = [Group];

        public ValueTask<bool> HasAsync(string group, CancellationToken cancellation) => ValueTask.FromResult(Known.Contains(group));
    }
}
