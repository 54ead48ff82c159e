namespace KillSwitch.Core.Access;

/// <summary>Whether something holds, where what decides may not be known.</summary>
public enum Truth
{
    No,
    Unknown,
    Yes,
}

/// <summary>Reasoning with what may not be known.</summary>
internal static class TruthLogic
{
    public static Truth Of(bool holds) => holds ? Truth.Yes : Truth.No;

    public static Truth Not(this Truth one) => (Truth)(Truth.Yes - one);

    public static Truth And(this Truth one, Truth other) => one < other ? one : other;

    public static Truth Or(this Truth one, Truth other) => one > other ? one : other;

    public static Truth Any<T>(this IEnumerable<T> all, Func<T, Truth> test)
    {
        var any = Truth.No;
        foreach (var one in all)
        {
            if ((any = any.Or(test(one))) == Truth.Yes)
                break;
        }

        return any;
    }

    public static Truth All<T>(this IEnumerable<T> all, Func<T, Truth> test) => all.Any(one => test(one).Not()).Not();
}
