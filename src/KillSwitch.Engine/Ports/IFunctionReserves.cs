namespace KillSwitch.Engine.Ports;

/// <summary>What Lambda reserves for the guard's functions.</summary>
public interface IFunctionReserves
{
    /// <summary>One for each function; a refusal is a <see cref="FunctionReserve.Problem"/>.</summary>
    ValueTask<IReadOnlyList<FunctionReserve>> ReadAsync(CancellationToken cancellation);
}
