using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tampering;

/// <summary>The rules of home and of every sensor, all regions at once.</summary>
/// <param name="home">Those of home.</param>
/// <param name="sensors">Those of each sensor, by region.</param>
public sealed class RulesByRegion(ITamperRules home, IReadOnlyDictionary<string, ITamperRules> sensors) : ITamperRules
{
    // What passes within minutes wakes nobody; a region that is silent is told by its functions meanwhile.
    private const int Lasting = 5;

    private readonly Dictionary<string, int> _silent = new(StringComparer.Ordinal);

    public async ValueTask<IReadOnlyList<string>> RestoreAsync(CancellationToken cancellation)
    {
        var there = sensors.Select(sensor => (Region: sensor.Key, Look: sensor.Value.RestoreAsync(cancellation).AsTask())).ToList();
        var wrong = new List<string>(await home.RestoreAsync(cancellation));
        foreach (var (region, look) in there)
        {
            try
            {
                wrong.AddRange((await look).Select(sentence => $"{sentence} in {region}"));
                _silent.Remove(region);
            }
            catch (Exception error) when (AwsFailure.Is(error))
            {
                var times = _silent[region] = _silent.GetValueOrDefault(region) + 1;
                if (times >= Lasting)
                    wrong.Add($"EventBridge in {region} does not say which are there ({AwsProblem.ClauseOf(error)})");
            }
        }

        return wrong;
    }
}
