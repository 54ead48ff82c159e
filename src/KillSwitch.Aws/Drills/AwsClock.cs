using System.Globalization;
using Amazon.Runtime;
using Amazon.SecurityToken;

namespace KillSwitch.Aws.Drills;

/// <summary>
/// AWS's time, as the <c>Date</c> of an answer says it. What a machine sees is held against times of AWS, and the SDK signs with a clock
/// that is minutes wrong as well as with one that is right.
/// </summary>
/// <param name="machine">The machine's.</param>
/// <param name="ahead">By how much AWS's is ahead of it.</param>
public sealed class AwsClock(TimeProvider machine, TimeSpan ahead) : TimeProvider
{
    // The header has whole seconds, and an answer takes its time: what is less is no difference.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    /// <summary>By how much AWS's time is ahead of the machine's; negative where it is behind.</summary>
    public TimeSpan Ahead => ahead;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <summary>The machine's own where AWS does not say another.</summary>
    public static async ValueTask<AwsClock> FindAsync(
        AmazonSecurityTokenServiceClient sts, TimeProvider machine, CancellationToken cancellation)
    {
        var ahead = TimeSpan.Zero;
        DateTimeOffset? asked = null;
        sts.BeforeRequestEvent += (_, _) => asked = machine.GetUtcNow();
        sts.AfterResponseEvent += (_, answer) =>
        {
            if (answer is WebServiceResponseEventArgs { ResponseHeaders: { } headers } && Date(headers) is { } said && asked is { } since)
                ahead = Between(since, machine.GetUtcNow(), said);
        };
        await sts.GetCallerIdentityAsync(new(), cancellation);
        return new AwsClock(machine, ahead);
    }

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + ahead;

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>How far another clock is ahead of one's own, if it said a whole second between two moments of one's own.</summary>
    internal static TimeSpan Between(DateTimeOffset asked, DateTimeOffset answered, DateTimeOffset said)
    {
        var middle = asked + ((answered - asked) / 2);
        var ahead = said.AddMilliseconds(500) - middle;
        return ahead.Duration() < Least + ((answered - asked) / 2) ? TimeSpan.Zero : ahead;
    }

    private static DateTimeOffset? Date(IDictionary<string, string> headers) =>
        headers.FirstOrDefault(one => string.Equals(one.Key, "Date", StringComparison.OrdinalIgnoreCase)).Value is { } text
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
