using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Diagnosis.Told;

/// <summary>Every alarm of the stack is there and armed.</summary>
internal sealed class AlarmsCheck() : Check("alarms", ChainPart.Telling, "cloudwatch:DescribeAlarms")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var place = account.Place;
        var names = place.Lease is null ? GuardAlarm.All : [.. GuardAlarm.All, .. GuardAlarm.OfLease];
        var alarms = await Pages.Each(
            token => account.CloudWatch.DescribeAlarmsAsync(new DescribeAlarmsRequest
            {
                AlarmNamePrefix = GuardAlarm.Name(place.Stack, ""),
                NextToken = token,
            }, cancellation),
            page => page.NextToken,
            page => page.MetricAlarms).ToListAsync(cancellation);
        return Judge([.. names.Select(name => GuardAlarm.Name(place.Stack, name))], alarms, place);
    }

    internal static Finding Judge(IReadOnlyList<string> expected, IReadOnlyList<MetricAlarm> alarms, Deployment place)
    {
        var own = alarms.Where(alarm => expected.Contains(alarm.AlarmName)).ToList();
        var wrong = new List<string>();
        Add("gone", expected.Where(name => own.TrueForAll(alarm => alarm.AlarmName != name)));
        var disabled = own.Where(alarm => alarm.ActionsEnabled == false).Select(alarm => alarm.AlarmName).ToList();
        Add("disarmed", disabled);
        Add("without the topic", own.Where(alarm => alarm.AlarmActions?.Contains(place.Topic) != true).Select(alarm => alarm.AlarmName));
        if (wrong.Count > 0)
        {
            return Finding.Fault($"alarms are {string.Join("; ", wrong)}", disabled.Count > 0
                ? $"aws cloudwatch enable-alarm-actions --alarm-names {string.Join(' ', disabled)}"
                : place.Redeployment.Command);
        }

        return own.Where(alarm => alarm.StateValue == StateValue.ALARM).Select(alarm => alarm.AlarmName).ToList() is { Count: > 0 } ringing
            ? Finding.Warning($"all {expected.Count} are armed, and some have gone off: {Finding.Names(ringing)}",
                "each alarm's description says what to do")
            : Finding.Ok($"all {expected.Count} are armed");

        void Add(string what, IEnumerable<string> names)
        {
            if (names.ToList() is { Count: > 0 } some)
                wrong.Add($"{what}: {Finding.Names(some)}");
        }
    }
}
