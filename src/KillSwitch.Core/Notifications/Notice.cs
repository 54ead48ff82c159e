using System.Globalization;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Notifications;

/// <summary>What is told once: a level reached, or a breach.</summary>
/// <param name="Level"><c>80%</c>, or <c>breach</c>.</param>
public sealed record NoticeKey(TripKey Trip, string Level)
{
    public const string Breach = "breach";

    public static string Percent(int percent) => percent.ToString(CultureInfo.InvariantCulture) + "%";
}

/// <summary>A message about a counter that reached a level or its limit.</summary>
public sealed record Notice(NoticeKey Key, string Subject, string Account, decimal Measured, decimal Limit, string Unit, Window Window, DateTimeOffset At, Evidence? Evidence);
