using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>What is wrong with a pattern of a path, a profile or a project by its form alone.</summary>
public static class DimensionForm
{
    private const string GeographyHint = "names a profile that AWS defines, which every account has; `profile` is an application inference "
        + "profile's name, id or ARN, and `model` takes in the others";

    /// <summary>A clause without a subject; null where the pattern may match something.</summary>
    public static string? Problem(Dimension field, Glob pattern) => field.Kind switch
    {
        _ when pattern.Pattern is Missing.Value or Missing.Unknown => null,
        DimensionKind.Path => PathProblem(pattern),
        DimensionKind.Profile => ProfileProblem(pattern.Pattern),
        _ => null,
    };

    private static string? PathProblem(Glob pattern)
    {
        var text = pattern.Pattern;
        if (text[0] is not ('/' or '*' or '?'))
            return "matches no path: an IAM path begins with `/`, as in `/teams/agents/`";
        return text[^1] is '/' or '*' or '?' ? null
            : $"matches no path: an IAM path ends in `/`; `{text}/` is that path, and `{text}/*` is whatever is below it, too";
    }

    private static string? ProfileProblem(string text)
    {
        if (ProfileGeography.Of(text) is not null && text.Count(c => c == '.') > 1)
            return GeographyHint;
        return text.StartsWith("arn:", StringComparison.Ordinal) && text.Contains(":inference-profile/", StringComparison.Ordinal)
            ? GeographyHint
            : null;
    }
}
