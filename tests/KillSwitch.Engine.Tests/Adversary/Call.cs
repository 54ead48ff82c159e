namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>One call that Bedrock served, and what became of its record.</summary>
internal sealed class Call(int number, long second, string who, string session, string model, decimal usd, long input, long cached)
{
    public int Number { get; } = number;

    public long Second { get; } = second;

    public string Who { get; } = who;

    public string Session { get; } = session;

    public string Model { get; } = model;

    public decimal Usd { get; } = usd;

    public long Input { get; } = input;

    public long Cached { get; } = cached;

    /// <summary>A call costs a dollar for each 100 output tokens.</summary>
    public long Output => (long)(Usd * 100);

    /// <summary>When a meter first took it up.</summary>
    public long? TakenAt { get; set; }

    /// <summary>When a meter came to its end with it.</summary>
    public long? JudgedAt { get; set; }

    /// <summary>The policies of the meters that may have counted it, by their place in the history.</summary>
    public List<int> CountedUnder { get; } = [];

    /// <summary>The policy of the meter that came to its end with it.</summary>
    public int JudgedUnder { get; set; } = -1;
}
