namespace KillSwitch.Engine.Drills;

/// <summary>The roles of drills, found again by their path.</summary>
public interface IDrillRoles
{
    /// <summary>Makes a role that its maker alone may assume, and that may call these models for an hour and nothing else.</summary>
    ValueTask MakeAsync(string name, string drill, IReadOnlyList<DrillModel> models, CancellationToken cancellation);

    /// <summary>The names of those that are there, of whichever drill.</summary>
    ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellation);

    /// <summary>With all that it holds; one that is gone already is no fault.</summary>
    ValueTask RemoveAsync(string name, CancellationToken cancellation);
}
