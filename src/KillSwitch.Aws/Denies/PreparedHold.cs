using Amazon.IdentityManagement;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>By a prepared policy that is on everyone whom it concerns while it is asked for, and on nobody else.</summary>
/// <param name="what">What they are kept from.</param>
/// <param name="policyArn">The prepared policy.</param>
/// <param name="policies">Says who is under a cap and who is exempt.</param>
/// <param name="memory">Whether the guard is being removed.</param>
/// <param name="clock">When it was read back.</param>
public sealed class PreparedHold(StandingHold what, AmazonIdentityManagementServiceClient iam, string policyArn, DynamoPolicyStore policies,
    IGuardMemory memory, TimeProvider clock) : IStandingHold
{
    private const string Given = "given up";

    private readonly PolicyInForce _policy = new(policies, clock);

    public StandingHold What => what;

    /// <summary>Whoever has no room and is denied all spending needs no hold; null where that is not looked at.</summary>
    public DenyRoom? Room { get; init; }

    private EveryoneDeny Everyone => field ??= new(iam, new AttachedForm(iam, policyArn, Room), policies, new KnownHolders(), clock)
    {
        Concerns = what.Concerns,
    };

    public async ValueTask<string?> HoldAsync(CancellationToken cancellation)
    {
        if (await memory.RecallAsync(what.Name, cancellation) == Given)
            return null;
        await _policy.RefreshAsync(TimeSpan.Zero, cancellation);
        // Where nobody is to be kept from it, nearly always nobody is, and that is one request.
        if (!what.IsInForce(_policy.Policy) && (await new DenyHolders(iam, policyArn).ListAsync(cancellation)).Count == 0)
            return null;
        return await Everyone.DenyAsync(cancellation) switch
        {
            EnforcementResult.Failed failed => failed.Reason,
            EnforcementResult.Done { Note: { } leftOut } when what.IsInForce(_policy.Policy) => leftOut,
            _ => null,
        };
    }

    /// <summary>For a guard that is deployed.</summary>
    public async ValueTask TakeUpAsync(CancellationToken cancellation) => await memory.KeepAsync(what.Name, "", cancellation);

    /// <summary>For a guard that is removed: nobody is kept from it any more, and whoever is let go stays so.</summary>
    public async ValueTask GiveUpAsync(CancellationToken cancellation) => await memory.KeepAsync(what.Name, Given, cancellation);
}
