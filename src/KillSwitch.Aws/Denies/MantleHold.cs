using Amazon.IdentityManagement;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>By a prepared policy that is on everyone under a cap while the policy in force denies mantle, and on nobody else.</summary>
/// <param name="iam">The account's IAM.</param>
/// <param name="policyArn">The prepared policy of the mantle endpoint.</param>
/// <param name="policies">Says who is under a cap and who is exempt.</param>
/// <param name="memory">Whether the guard is being removed.</param>
/// <param name="clock">When it was read back.</param>
public sealed class MantleHold(AmazonIdentityManagementServiceClient iam, string policyArn, DynamoPolicyStore policies, IGuardMemory memory, TimeProvider clock) : IMantleHold
{
    private const string Name = "mantle";
    private const string Given = "given up";

    private readonly PolicyInForce _policy = new(policies, clock);

    /// <summary>Whoever has no room and is denied all spending needs no hold; null where that is not looked at.</summary>
    public DenyRoom? Room { get; init; }

    private EveryoneDeny Everyone => field ??= new(iam, new AttachedForm(iam, policyArn, Room), policies, new KnownHolders(), clock) { Concerns = MantleCaps.Concern };

    public async ValueTask<string?> HoldAsync(CancellationToken cancellation)
    {
        if (await memory.RecallAsync(Name, cancellation) == Given)
            return null;
        await _policy.RefreshAsync(TimeSpan.Zero, cancellation);
        // Where mantle is allowed, nearly always nobody holds it, and that is one request.
        if (!MantleCaps.IsDenied(_policy.Policy) && (await new DenyHolders(iam, policyArn).ListAsync(cancellation)).Count == 0)
            return null;
        return await Everyone.DenyAsync(cancellation) switch
        {
            EnforcementResult.Failed failed => failed.Reason,
            EnforcementResult.Done { Note: { } leftOut } when MantleCaps.IsDenied(_policy.Policy) => leftOut,
            _ => null,
        };
    }

    /// <summary>For a guard that is deployed.</summary>
    public async ValueTask TakeUpAsync(CancellationToken cancellation) => await memory.KeepAsync(Name, "", cancellation);

    /// <summary>For a guard that is removed: nobody is kept from mantle any more, and whoever is let go stays so.</summary>
    public async ValueTask GiveUpAsync(CancellationToken cancellation) => await memory.KeepAsync(Name, Given, cancellation);
}
