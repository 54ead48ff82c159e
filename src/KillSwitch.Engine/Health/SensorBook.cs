using System.Globalization;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Health;

/// <summary>
/// Which sensors are set up, as each writes it down itself: one that is still to be deployed, or is on its way out, lacks nothing.
/// </summary>
public sealed class SensorBook(IGuardMemory memory)
{
    private const string Struck = "";

    /// <summary>How many rules hear of tampering in a region; null where no sensor is set up.</summary>
    public async ValueTask<int?> RulesAsync(string region, CancellationToken cancellation) =>
        int.TryParse(
            await memory.RecallAsync(Name(region), cancellation), NumberStyles.None, CultureInfo.InvariantCulture, out var rules)
            ? rules
            : null;

    public async ValueTask<bool> IsSetUpAsync(string region, CancellationToken cancellation) =>
        await RulesAsync(region, cancellation) is not null;

    /// <param name="rules">How many the deployment made that hear of tampering.</param>
    public ValueTask EnterAsync(string region, int rules, CancellationToken cancellation) =>
        memory.KeepAsync(Name(region), rules.ToString(CultureInfo.InvariantCulture), cancellation);

    public ValueTask StrikeAsync(string region, CancellationToken cancellation) =>
        memory.KeepAsync(Name(region), Struck, cancellation);

    private static string Name(string region) => "sensor/" + region;
}
