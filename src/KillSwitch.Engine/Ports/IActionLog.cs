namespace KillSwitch.Engine.Ports;

/// <summary>The record of what the guard does, for acts that change no stop.</summary>
public interface IActionLog
{
    /// <param name="subject">A stop's id.</param>
    /// <param name="what">What is about to be done, one sentence without a full stop.</param>
    ValueTask WriteAsync(DateTimeOffset at, string subject, string what, CancellationToken cancellation);
}
