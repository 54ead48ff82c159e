using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>The functions of home and of every sensor that is set up, all regions at once.</summary>
/// <param name="home">Those of home.</param>
/// <param name="sensors">Those of each sensor, by region.</param>
/// <param name="book">Which of these are set up.</param>
public sealed class FunctionsByRegion(
    IFunctionReserves home, IReadOnlyDictionary<string, IFunctionReserves> sensors, SensorBook book) : IFunctionReserves
{
    public async ValueTask<IReadOnlyList<FunctionReserve>> ReadAsync(CancellationToken cancellation)
    {
        var there = sensors.Select(sensor => ReadAsync(sensor.Key, sensor.Value, cancellation)).ToList();
        var here = await home.ReadAsync(cancellation);
        return [.. here, .. (await Task.WhenAll(there)).SelectMany(read => read)];
    }

    private async Task<IReadOnlyList<FunctionReserve>> ReadAsync(
        string region, IFunctionReserves functions, CancellationToken cancellation)
    {
        var read = await functions.ReadAsync(cancellation);
        return read.All(one => !one.IsHeld) || await book.IsSetUpAsync(region, cancellation) ? read : [];
    }
}
