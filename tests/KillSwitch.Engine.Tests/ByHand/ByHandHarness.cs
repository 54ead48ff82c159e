using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Tests.Replay;

namespace KillSwitch.Engine.Tests.ByHand;

/// <summary>A guard in memory, and two persons.</summary>
internal sealed class ByHandHarness
{
    public const string Ana = "arn:aws:iam::111122223333:user/ana";
    public const string Eve = "arn:aws:iam::111122223333:user/eve";

    public ByHandHarness(Policy? policy = null)
    {
        Policy = policy ?? Calls.Policy();
        Rules = new RuleBook(Policy);
        Account = new InMemoryAccount(TimeSpan.Zero, Rules.IsExempt);
        Enforcement = new Enforcement(InMemoryPorts.Of(Account) with { Stops = Stops, Actions = Actions }) { Operators = ["user/ana"] };
        Enforcement.GoBy(Rules);
        Keys = new KeySwitch(ApiKeys, Enforcement);
    }

    public Policy Policy { get; }

    public RuleBook Rules { get; }

    public InMemoryStopStore Stops { get; } = new();

    public InMemoryAccount Account { get; }

    public InMemoryActionLog Actions { get; } = new();

    public InMemoryApiKeys ApiKeys { get; } = new("ACCA1", "ACCA2");

    public Enforcement Enforcement { get; }

    public KeySwitch Keys { get; }

    public StopByHand StopByHand => new(Rules, Enforcement);

    public StrayDeny StrayDeny => new(Enforcement.Ports);

    public RestoreByHand Restore => new(new Restoration(Enforcement), Keys);

    public async Task<Asker.Heard> AnaAsync() => (await Asker.OfAsync(Ana, Enforcement, default)).ShouldBeOfType<Asker.Heard>();

    public async Task<Stop> StopAsync(StopTarget target, DateTimeOffset now) =>
        (await StopByHand.RunAsync(target, "a loop", await AnaAsync(), now, default)).ShouldNotBeNull();

    public static StopTarget.Principal Named(string name) => new("111122223333", name, "arn:aws:iam::111122223333:" + name);
}
