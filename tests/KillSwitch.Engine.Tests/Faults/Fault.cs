using System.Globalization;

namespace KillSwitch.Engine.Tests.Faults;

/// <summary>What befalls one call of a port.</summary>
internal enum FaultKind
{
    /// <summary>It fails, and nothing was done.</summary>
    Fails,

    /// <summary>It is done, and the answer is lost.</summary>
    Torn,

    /// <summary>Half of a batch is done, and it fails.</summary>
    Half,

    /// <summary>It is done twice; the second answer is heard.</summary>
    Twice,

    /// <summary>It hangs until the function was tried again and the watch has run; then it is done, and the process goes on.</summary>
    Late,

    /// <summary>It is done at once, and its answer comes as late.</summary>
    AnswersLate,

    /// <summary>It hangs as long; the process is ended meanwhile, and what was sent is done all the same.</summary>
    LateAndDead,

    /// <summary>The process ends before it.</summary>
    DiesBefore,

    /// <summary>The process ends after it, before it hears the answer.</summary>
    DiesAfter,
}

/// <summary>
/// A fault at the call with this number, the first being 0; <c>Torn@137</c> in a failure's message and in <c>KILLSWITCH_FAULTS</c>.
/// </summary>
internal sealed record Fault(FaultKind Kind, int Call)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}@{Call}");

    /// <summary><c>Torn@137+DiesAfter@201</c>.</summary>
    public static Fault[] ParseAll(string text) =>
        [.. text.Split('+').Select(one => one.Split('@'))
            .Select(parts => new Fault(Enum.Parse<FaultKind>(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture)))];
}
