using KillSwitch.Core.Denies;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Room for a deny on somebody who holds as many policies as IAM lets: a weaker one of the guard's own gives its place, and a hold comes
/// back when the stronger one leaves. What a stop needs comes back by the stop.
/// </summary>
/// <param name="order">Which is weaker.</param>
/// <param name="memory">Which holds gave their place, by principal.</param>
public sealed class DenyRoom(DenyOrder order, IGuardMemory memory)
{
    public DenyOrder Order => order;

    /// <summary>Written before it is taken off: whoever dies in between has not lost it.</summary>
    internal async Task YieldAsync(string principal, string policy, CancellationToken cancellation)
    {
        if (!order.IsHold(policy))
            return;
        var held = await HoldsAsync(principal, cancellation);
        if (!held.Contains(policy))
            await memory.KeepAsync(Name(principal), string.Join(',', held.Append(policy)), cancellation);
    }

    /// <summary>What is to come back to a principal that was let go of a policy; what was let go is not.</summary>
    internal async Task<IReadOnlyList<string>> OwedAsync(string principal, string released, CancellationToken cancellation)
    {
        var held = await HoldsAsync(principal, cancellation);
        if (!held.Contains(released))
            return held;
        await memory.KeepAsync(Name(principal), string.Join(',', held.Where(policy => policy != released)), cancellation);
        return [];
    }

    internal async Task SettleAsync(string principal, CancellationToken cancellation) =>
        await memory.KeepAsync(Name(principal), "", cancellation);

    // What somebody wrote into the memory is attached to nobody, unless it is a hold.
    private async Task<IReadOnlyList<string>> HoldsAsync(string principal, CancellationToken cancellation) =>
        [.. (await memory.RecallAsync(Name(principal), cancellation) ?? "").Split(',').Where(order.IsHold)];

    private static string Name(string principal) => "yielded/" + principal;
}
