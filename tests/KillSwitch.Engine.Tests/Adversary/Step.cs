using System.Globalization;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What somebody does, or what befalls the guard; written as one line of a history.</summary>
internal abstract record Step
{
    /// <summary>Calls that end, and their records, delivered to a meter at once.</summary>
    /// <param name="Who">A role.</param>
    /// <param name="Session">Of it.</param>
    /// <param name="Model">A model's short name.</param>
    /// <param name="Usd">What each costs.</param>
    /// <param name="Input">Input tokens of each that the cache did not serve.</param>
    /// <param name="Cached">Input tokens of each that the cache served.</param>
    /// <param name="Age">How many seconds ago they were made.</param>
    /// <param name="Meter"><c>A</c> or <c>B</c>.</param>
    /// <param name="IsServed">Bedrock serves them whatever is denied.</param>
    /// <param name="Death">Of the meter: at which call of a port; null when it lives.</param>
    public sealed record Calls(string Who, string Session, string Model, int Count, decimal Usd, int Input, int Cached, int Age, char Meter,
        bool IsServed, Death? Death) : Step
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"calls {Who}/{Session} {Model} count={Count} usd={Usd}")
            + Unless("input", Input, 0) + Unless("cached", Cached, 0) + Unless("age", Age, 0) + Unless("meter", Meter, 'A')
                + (IsServed ? " served" : "") + Dying(Death);
    }

    /// <summary>A batch comes again; <paramref name="Batch"/> counts from 0 and wraps.</summary>
    public sealed record Again(int Batch, char Meter, Death? Death) : Step
    {
        public override string ToString() => $"again {Batch}" + Unless("meter", Meter, 'A') + Dying(Death);
    }

    /// <summary>Time passes, and the watch does not come.</summary>
    public sealed record Pass(int Seconds) : Step
    {
        public override string ToString() => $"pass {Seconds}s";
    }

    /// <summary>The next minute: what failed is delivered again, and the watch runs.</summary>
    public sealed record Watch(Death? Death) : Step
    {
        public override string ToString() => "watch" + Dying(Death);
    }

    /// <summary>A change of the policy. A meter goes by the one before for so many seconds, 60 at most.</summary>
    public sealed record Apply(string Change, int LagA, int LagB) : Step
    {
        public override string ToString() => $"apply {Change}" + Unless("lagA", LagA, 0) + Unless("lagB", LagB, 0);
    }

    public sealed record Restore(string Target, decimal Raise) : Step
    {
        public override string ToString() => $"restore {Target}" + Unless("raise", Raise, 0m);
    }

    public sealed record Approve(string Target) : Step
    {
        public override string ToString() => $"approve {Target}";
    }

    public sealed record Reject(string Target) : Step
    {
        public override string ToString() => $"reject {Target}";
    }

    /// <summary>A person stops by hand.</summary>
    public sealed record Stop(string Target) : Step
    {
        public override string ToString() => $"stop {Target}";
    }

    /// <summary>Somebody takes a deny off.</summary>
    public sealed record Detach(string Target) : Step
    {
        public override string ToString() => $"detach {Target}";
    }

    /// <summary>IAM refuses every deny on it from now on, or no longer.</summary>
    public sealed record Hinder(string Target, bool IsOver) : Step
    {
        public override string ToString() => $"{(IsOver ? "allow" : "hinder")} {Target}";
    }

    private static string Unless<T>(string key, T value, T usual)
        where T : IFormattable => Equals(value, usual) ? "" : $" {key}={value.ToString(null, CultureInfo.InvariantCulture)}";

    private static string Unless(string key, char value, char usual) => value == usual ? "" : $" {key}={value}";

    private static string Dying(Death? death) => death is null ? "" : $" dies={death}";
}

/// <summary>
/// The process ends at this call of a port, the first being 0: before it, or after it was done; <c>dies=7</c>, <c>dies=7+</c>.
/// </summary>
internal sealed record Death(int Call, bool IsAfter)
{
    public static Death Parse(string text) => new(int.Parse(text.TrimEnd('+'), CultureInfo.InvariantCulture), text.EndsWith('+'));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Call}") + (IsAfter ? "+" : "");
}
