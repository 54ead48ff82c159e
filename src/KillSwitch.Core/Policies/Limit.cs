using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Policies;

/// <summary>On which side of its bound a limit is reached.</summary>
public enum Comparison
{
    AtLeast,
    Below,
}

/// <summary>What a rule allows of what the guard counts; exactly one.</summary>
public abstract record Limit
{
    private Limit()
    {
    }

    public abstract Unit Unit { get; }

    /// <summary>In the unit.</summary>
    public abstract decimal Bound { get; }

    /// <summary>Whether it bounds what adds up: more calls bring it nearer, and more of it can be granted. A ratio is no sum.</summary>
    public virtual bool IsSum => true;

    public virtual Comparison Comparison => Comparison.AtLeast;

    /// <summary>
    /// As trips keep it: <c>usd 500</c>, <c>calls 2000</c>, <c>cacheHitRatio 0.3 after 5000000</c>. The same for the same limit, however
    /// the file spells its number, and as stored stops have it for good.
    /// </summary>
    public virtual string Text => $"{UnitText.Of(Unit)} {Number(Bound)}";

    /// <summary>What a counter holds of the unit: dollars, calls or tokens as a whole decimal, a ratio as 0 to 1.</summary>
    public abstract decimal Of(Usage usage);

    /// <summary>The bound with what was granted beyond it; to what is no sum nothing can be added.</summary>
    public decimal With(decimal allowance) => IsSum ? Bound + allowance : Bound;

    /// <summary>Whether a total is at a bound, or past it.</summary>
    public bool IsReached(Usage total, decimal bound) => IsJudged(total) && Comparison switch
    {
        Comparison.AtLeast => Of(total) >= bound,
        _ => Of(total) < bound,
    };

    /// <summary>How far a figure is past a bound, 0 or more.</summary>
    public decimal Past(decimal measured, decimal bound) =>
        Math.Max(0, Comparison == Comparison.AtLeast ? measured - bound : bound - measured);

    /// <summary>Whether so much was counted that the limit says something; of more it says something as well.</summary>
    public virtual bool IsJudged(Usage total) => true;

    // 5 and 5.00 are the same limit.
    private static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    public sealed record Spend(Usd Amount) : Limit
    {
        public override Unit Unit => Unit.Usd;

        public override decimal Bound => Amount.Amount;

        public override decimal Of(Usage usage) => usage.Cost.Amount;
    }

    public sealed record CallCount(long Count) : Limit
    {
        public override Unit Unit => Unit.Calls;

        public override decimal Bound => Count;

        public override decimal Of(Usage usage) => usage.Calls;
    }

    public sealed record InputTokens(long Count) : Limit
    {
        public override Unit Unit => Unit.InputTokens;

        public override decimal Bound => Count;

        public override decimal Of(Usage usage) => usage.Tokens.TotalInputTokens;
    }

    public sealed record UncachedInputTokens(long Count) : Limit
    {
        public override Unit Unit => Unit.UncachedInputTokens;

        public override decimal Bound => Count;

        public override decimal Of(Usage usage) => usage.Tokens.UncachedInputTokens;
    }

    public sealed record OutputTokens(long Count) : Limit
    {
        public override Unit Unit => Unit.OutputTokens;

        public override decimal Bound => Count;

        public override decimal Of(Usage usage) => usage.Tokens.OutputTokens;
    }

    public sealed record Tokens(long Count) : Limit
    {
        public override Unit Unit => Unit.Tokens;

        public override decimal Bound => Count;

        public override decimal Of(Usage usage) => usage.Tokens.TotalTokens;
    }

    /// <summary>
    /// Breached when cache reads over input tokens are below <paramref name="Below"/> (0 to 1), once <paramref name="AfterInputTokens"/>
    /// were counted.
    /// </summary>
    public sealed record CacheHitRatio(decimal Below, long AfterInputTokens) : Limit
    {
        public override Unit Unit => Unit.CacheHitRatio;

        public override decimal Bound => Below;

        public override bool IsSum => false;

        public override Comparison Comparison => Comparison.Below;

        public override string Text => $"{base.Text} after {Number(AfterInputTokens)}";

        /// <summary>1 before the first input token.</summary>
        public override decimal Of(Usage usage) => usage.CacheHitRatio ?? 1;

        public override bool IsJudged(Usage total) => total.Cacheable.TotalInputTokens >= AfterInputTokens;
    }
}
