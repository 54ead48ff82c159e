using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Routes;

/// <summary>An answer and until when it is taken without asking again.</summary>
internal sealed record KnownRoute(RouteAnswer Answer, DateTimeOffset Until)
{
    private static readonly TimeSpan FoundKept = TimeSpan.FromHours(24);
    private static readonly TimeSpan HiddenKept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UnavailableKept = TimeSpan.FromMinutes(1);

    public static KnownRoute Of(RouteAnswer answer, DateTimeOffset now) => new(answer, now + answer switch
    {
        RouteAnswer.Found => FoundKept,
        RouteAnswer.Hidden => HiddenKept,
        _ => UnavailableKept,
    });

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Until.ToUnixTimeSeconds()} ") + Answer switch
    {
        RouteAnswer.Found found => $"{found.Scope} {found.ModelId}",
        RouteAnswer.Hidden hidden => $"- {hidden.Reason}",
        _ => throw new InvalidOperationException("what is not known for long is not kept"),
    };

    /// <summary>Null for a text that is none: it is asked again.</summary>
    public static KnownRoute? Parse(string? text)
    {
        if (text?.Split(' ', 3) is not [var until, var what, { Length: > 0 } rest] || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var second))
            return null;
        RouteAnswer? answer = what == "-" ? new RouteAnswer.Hidden(rest)
            : Enum.TryParse<ModelScope>(what, out var scope) ? new RouteAnswer.Found(rest, scope)
            : null;
        return answer is null ? null : new KnownRoute(answer, DateTimeOffset.FromUnixTimeSeconds(second));
    }
}
