using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Routes;

/// <summary>An answer and until when it is taken without asking again.</summary>
/// <param name="Answer">What the name stands for.</param>
/// <param name="Until">When it is asked again.</param>
/// <param name="IsAnswered">Nobody who was asked said it, but the answers to calls of the name: less than a word of Bedrock's, and than a
/// call's own.</param>
internal sealed record KnownRoute(RouteAnswer Answer, DateTimeOffset Until, bool IsAnswered = false)
{
    private const string Answered = "answered";

    private static readonly TimeSpan FoundKept = TimeSpan.FromHours(24);
    private static readonly TimeSpan HiddenKept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UnavailableKept = TimeSpan.FromMinutes(1);

    public static KnownRoute Of(RouteAnswer answer, DateTimeOffset now) => new(answer, now + answer switch
    {
        RouteAnswer.Found => FoundKept,
        RouteAnswer.Hidden => HiddenKept,
        _ => UnavailableKept,
    });

    /// <summary>What a call's own answer says of a name of which nobody else says anything.</summary>
    public static KnownRoute ByAnswer(ModelId model, DateTimeOffset now) =>
        new(new RouteAnswer.Found(model.Id, model.Scope), now + HiddenKept, IsAnswered: true);

    // An earlier version of the guard kept no name of a profile.
    private bool SaysProfile { get; init; } = true;

    /// <summary>Whether it is taken without asking.</summary>
    public bool IsFresh(ModelRoute route, DateTimeOffset now) =>
        now < Until && (SaysProfile || !IsFound || route.Kind != RouteKind.ApplicationProfile);

    /// <summary>Bedrock said so.</summary>
    public bool IsFound => Answer is RouteAnswer.Found && !IsAnswered;

    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Until.ToUnixTimeSeconds()} ") + Answer switch
    {
        RouteAnswer.Found found => $"{(IsAnswered ? Answered : found.Scope)} {found.ModelId}"
            + (IsAnswered ? "" : ProfileText(found.Profile)),
        RouteAnswer.Hidden hidden => $"- {hidden.Reason}",
        _ => throw new InvalidOperationException("what is not known for long is not kept"),
    };

    /// <summary>Null for a text that is none: it is asked again.</summary>
    public static KnownRoute? Parse(string? text)
    {
        if (text?.Split(' ', 3) is not [var until, var what, { Length: > 0 } rest]
            || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var second))
        {
            return null;
        }

        RouteAnswer? answer = what == "-" ? new RouteAnswer.Hidden(rest)
            : what == Answered ? new RouteAnswer.Found(rest, ModelScope.Regional)
            : Enum.TryParse<ModelScope>(what, out var scope) ? Found(rest, scope)
            : null;
        return answer is null ? null : new KnownRoute(answer, DateTimeOffset.FromUnixTimeSeconds(second), what == Answered)
        {
            SaysProfile = what == Answered || rest.Contains(' ', StringComparison.Ordinal),
        };
    }

    // `MODEL -`, and of a profile `MODEL ARN NAME`: a name alone may have spaces.
    private static string ProfileText(ApplicationProfile? profile) => profile is { Arn: { } arn, Name: { } name } ? $" {arn} {name}" : " -";

    private static RouteAnswer.Found Found(string text, ModelScope scope) => text.Split(' ', 3) is [var model, var arn, var name]
        ? new(model, scope) { Profile = ApplicationProfile.Of(arn) is { } profile ? profile with { Name = name } : null }
        : new(text.Split(' ')[0], scope);
}
