namespace KillSwitch.Engine.Ports;

/// <summary>How full the organization's policy is that lists who is stopped.</summary>
public interface IControlSpace
{
    ValueTask<ControlSpace> ReadAsync(CancellationToken cancellation);
}

/// <param name="Used">Characters that it takes to list everybody.</param>
/// <param name="Most">Characters that it may have.</param>
/// <param name="Together">Whom it stops besides, as so many are stopped: <c>all federated users</c>, <c>role/NAME</c>.</param>
public sealed record ControlSpace(int Used, int Most, IReadOnlyList<string> Together);
