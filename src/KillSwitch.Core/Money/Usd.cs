using System.Globalization;

namespace KillSwitch.Core.Money;

/// <summary>An amount of money in US dollars, exact: a decimal, never a double. Rounded for display only.</summary>
public readonly record struct Usd(decimal Amount) : IComparable<Usd>
{
    public static Usd Zero => default;

    public static Usd operator +(Usd left, Usd right) => new(left.Amount + right.Amount);

    public static Usd operator -(Usd left, Usd right) => new(left.Amount - right.Amount);

    public static bool operator <(Usd left, Usd right) => left.Amount < right.Amount;

    public static bool operator >(Usd left, Usd right) => left.Amount > right.Amount;

    public static bool operator <=(Usd left, Usd right) => left.Amount <= right.Amount;

    public static bool operator >=(Usd left, Usd right) => left.Amount >= right.Amount;

    public int CompareTo(Usd other) => Amount.CompareTo(other.Amount);

    /// <summary>As people read it: <c>$37,901.73</c>; below one cent, to four places.</summary>
    public override string ToString() =>
        (Amount < 0 ? "-$" : "$") + Math.Abs(Amount).ToString(
            Amount != 0 && Math.Abs(Amount) < 0.01m ? "0.0000" : "#,##0.00", CultureInfo.InvariantCulture);
}
