namespace KillSwitch.Engine.Drills;

/// <summary>What may be called in the region.</summary>
public interface IDrillModels
{
    /// <summary>Text models that are offered, with their profiles, in no order.</summary>
    ValueTask<IReadOnlyList<DrillModel>> ListAsync(CancellationToken cancellation);
}
