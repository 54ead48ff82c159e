using System.Globalization;
using System.Text.Json;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.RunningWork;

namespace KillSwitch.Cli.Stops;

/// <summary>Jobs and capacity under a stop.</summary>
internal static class WorkOutput
{
    /// <summary>The member <c>runningWork</c>; null for a stop that was not looked after yet.</summary>
    public static void Write(Utf8JsonWriter json, StopWork? work)
    {
        if (work is null)
        {
            json.WriteNull("runningWork");
            return;
        }

        json.WriteStartObject("runningWork");
        StopWorkJson.WriteMembers(json, work);
        json.WriteEndObject();
    }

    /// <summary>A line for each job that still runs and each capacity that is paid for, after one for those that were stopped.</summary>
    public static IEnumerable<string> Lines(StopWork work)
    {
        var stopped = work.Jobs.Where(job => job.State == JobState.Stopped).ToList();
        if (stopped.Count > 0)
            yield return $"jobs stopped: {string.Join(", ", stopped.Select(job => PlainText.Of(job.Arn)))}";
        foreach (var job in work.Jobs.Where(job => job.State != JobState.Stopped))
            yield return $"job still runs: {PlainText.Of(job.Arn)}, {PlainText.Of(job.Reason)}";
        foreach (var capacity in work.Capacity)
        {
            var cost = ModelUnitPrice.Find(capacity.ModelId, capacity.Commitment) is { } price
                ? string.Create(CultureInfo.InvariantCulture, $"${price.PerHour.Amount * capacity.Units:0.00} an hour at list price")
                : "hourly price not known";
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"paid by the hour: {capacity.Arn}, {capacity.Units} model units of {capacity.ModelId}, {cost}");
        }
    }
}
