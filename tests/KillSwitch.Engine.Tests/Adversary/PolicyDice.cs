using KillSwitch.Core.Policies;
using KillSwitch.Engine.Simulation;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>Policies and changes of them at random; of the changes, only the kinds that were drawn for the history.</summary>
internal sealed class PolicyDice
{
    private static readonly string[] Ids = ["r1", "r2", "r3"];
    private static readonly string[] Windows =
        ["hour", "hour", "hour", "day", "day", "day", "minute", "week", "month", "30m", "60m", "120m"];
    private static readonly string[] Zones = ["UTC", "Etc/GMT-5", "Asia/Kolkata"];
    private static readonly string[] Pers =
        ["principal", "principal", "principal", "principal", "session", "session", "account", "account", "model"];
    private static readonly string[] Units = ["usd", "usd", "usd", "calls", "calls", "tokens"];
    private static readonly string[] Exemptions = ["none", "a", "a", "b", "a,b"];

    private readonly SplitMix _dice;
    private readonly List<Func<string>> _changes = [];
    private readonly bool _hasPredictive;
    private RuleSpec? _first;

    public PolicyDice(SplitMix dice)
    {
        _dice = dice;
        HasRatio = dice.Chance(150);
        _hasPredictive = dice.Chance(100);
        May(500, () => dice.Chance(500) ? "mode=observe" : "mode=enforce");
        May(500, () => $"{Id()} {Limit()}");
        May(400, () => $"exempt={dice.Pick(Exemptions)}");
        May(300, () => $"add {Rule(Id())}");
        May(300, () => $"remove {Id()}");
        May(250, () => $"{Id()} stop={(dice.Chance(500) ? "none" : "account")}");
        May(200, () => $"{Id()} every={dice.Pick(Windows)}");
        May(100, () => $"zone={dice.Pick(Zones)}");
        May(250, () => $"{Id()} approval={(dice.Chance(500) ? "manual" : "automatic")}");
        May(200, () =>
            $"max={(dice.Chance(500) ? "none" : dice.Between(1, 2).ToString(System.Globalization.CultureInfo.InvariantCulture))}");
        May(200, () => $"{Id()} ends={Ends()}");
        May(150, () => $"{Id()} notify={Notify()}");
        if (_changes.Count == 0)
            _changes.Add(() => $"{Id()} {Limit()}");
    }

    public bool HasRatio { get; private init; }

    /// <summary>Of the one trailing window; 0 where there is none.</summary>
    public int RollingMinutes => _first?.RollingMinutes ?? 0;

    /// <summary>One exact rule on principals, restored by persons.</summary>
    public static PolicyDice OfOneTrailingWindow(SplitMix dice) => new(dice)
    {
        _first = new RuleSpec
        {
            Id = Ids[0],
            Limit = dice.Pick((decimal[])[3, 10]),
            Every = dice.Pick((string[])["30m", "60m"]),
        },
        HasRatio = false
    };

    public PolicySpec First() => _first is not null ? new PolicySpec { Rules = [_first] } : new()
    {
        Observes = _dice.Chance(250),
        Zone = _dice.Chance(850) ? "UTC" : _dice.Pick(Zones),
        Exempt = _dice.Chance(850) ? [] : _dice.Pick(Exemptions) is var names and not "none" ? names.Split(',') : [],
        MaxStops = _dice.Chance(900) ? null : (int)_dice.Between(1, 2),
        Rules = [.. Ids[..(int)_dice.Between(1, 3)].Select(id => RuleSpec.Parse(Rule(id).Split(' ')))],
    };

    public string Change() => _dice.Pick(_changes)();

    private void May(int permille, Func<string> change)
    {
        if (_dice.Chance(permille))
            _changes.Add(change);
    }

    private string Id() => _dice.Chance(500) ? Ids[0] : _dice.Pick(Ids);

    private string Rule(string id)
    {
        var per = _dice.Pick(Pers);
        StopScope[] stops = per switch
        {
            "principal" => [StopScope.Principal],
            "session" => [StopScope.Session, StopScope.Session, StopScope.Principal],
            "model" => [StopScope.Model],
            _ => [StopScope.Account],
        };
        var stop = _dice.Chance(80) ? StopScope.None : _dice.Chance(60) ? StopScope.Account : _dice.Pick(stops);
        var limit = Limit().Split('=');
        return new RuleSpec
        {
            Id = id,
            Per = per,
            Stop = stop,
            Only = _dice.Chance(100) ? "a" : null,
            Asks = _dice.Chance(150),
            Foresees = _hasPredictive && _dice.Chance(500),
            Ends = Ends(),
            Notify = Notify(),
            Every = _dice.Pick(Windows),
        }
            .With(limit[0], limit[1]).ToString();
    }

    private string Limit()
    {
        if (HasRatio && _dice.Chance(500))
            return "ratio=0.3";
        var unit = _dice.Pick(Units);
        return unit switch
        {
            "usd" => $"usd={_dice.Pick((string[])["3", "10", "30"])}",
            "calls" => $"calls={_dice.Pick((string[])["3", "6", "12"])}",
            _ => $"tokens={_dice.Pick((string[])["500", "2000"])}",
        };
    }

    private string Ends() => _dice.Between(0, 9) switch { < 5 => "manual", < 8 => "window", 8 => "5m", _ => "40m" };

    private string Notify() => _dice.Chance(700) ? "none" : "50,80";
}
