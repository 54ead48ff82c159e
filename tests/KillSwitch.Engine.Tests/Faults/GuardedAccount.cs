using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Tampering;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.EveryMinute;
using KillSwitch.Engine.Tests.Ports;
using Microsoft.Extensions.Time.Testing;

namespace KillSwitch.Engine.Tests.Faults;

/// <summary>
/// Everything that outlives a process: what the guard keeps, the denies of the account, Bedrock, and what people were told.
/// </summary>
internal sealed class GuardedAccount
{
    public const string Deny = "arn:aws:iam::111122223333:policy/killswitch/KillSwitch-deny-spending-us-east-1";

    public static readonly GuardAssets Ours = new("KillSwitch", [Deny], [], "table", "/bedrock", "killswitch-KillSwitch");

    public GuardedAccount(Policy policy, DateTimeOffset start)
    {
        Policy = policy;
        Clock = new FakeTimeProvider(start);
        World.Now = start;
        Denies = new InMemoryAccount(TimeSpan.FromSeconds(10), new RuleBook(policy).IsExempt);
        Ports = InMemoryPorts.Of(Denies, World.Account) with { Notifier = Notifier, Clock = Clock };
    }

    public Policy Policy { get; }

    public FakeTimeProvider Clock { get; }

    public GuardPorts Ports { get; }

    public InMemoryAccount Denies { get; }

    public World World { get; } = new();

    public InMemoryBudgets Budgets { get; } = new();

    public RecordingNotifier Notifier { get; } = new();

    public IRepair Repairs { get; } = new NothingToRepair();

    private sealed class NothingToRepair : IRepair
    {
        public ValueTask<string> LoggingAsync(CancellationToken cancellation) => ValueTask.FromResult("invocation logging is on");

        public ValueTask RuleAsync(string rule, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
