using KillSwitch.Core.Invocations;

namespace KillSwitch.Engine.Adoption;

/// <summary>Whose hour with which model it is.</summary>
/// <param name="Hour">In Unix seconds.</param>
internal readonly record struct SeenHour(string Principal, string Session, string Model, long Hour)
{
    private const long Seconds = 24 * 3600;

    public long Day => Hour / Seconds;
}

/// <summary>What it came to.</summary>
/// <param name="Cost">In dollars.</param>
internal readonly record struct SeenSum(long Calls, decimal Cost, TokenUsage Tokens)
{
    public SeenSum Plus(SeenSum other) => new(Calls + other.Calls, Cost + other.Cost, Tokens + other.Tokens);

    public SeenSum Less(SeenSum other) => new(Calls - other.Calls, Cost - other.Cost, Tokens - other.Tokens);
}
