namespace KillSwitch.Engine.Ports;

/// <summary>The deny of a lapsed lease. The guard only takes it off; what puts it on is no part of the guard.</summary>
public interface ILeaseDeny
{
    /// <summary>Who holds it now, as <c>role/NAME</c> and <c>user/NAME</c>.</summary>
    ValueTask<IReadOnlyList<string>> HoldersAsync(CancellationToken cancellation);

    /// <summary>Takes it off; where it is not, nothing changes.</summary>
    ValueTask LiftAsync(string principal, CancellationToken cancellation);
}
