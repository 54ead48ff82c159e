using KillSwitch.Engine.Simulation;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>
/// Histories at random. Each draws first what may happen in it at all (a swarm of small worlds, rather than one in which everything happens
/// and nothing goes far), then a policy, then its steps.
/// </summary>
internal sealed class Generator
{
    private static readonly string[] Starts =
        ["2026-04-24T10:00:00Z", "2026-04-24T23:20:00Z", "2026-04-26T23:30:00Z", "2026-04-30T22:50:00Z"];
    private static readonly string[] Roles = ["a", "b", "c"];
    private static readonly decimal[] Costs = [0.5m, 1, 2, 4, 8];
    private static readonly int[] Ages = [20, 90, 600, 1800, 3600, 7200];
    private static readonly int[] Passes = [20, 90, 300, 900, 1800, 3600];
    // Of a trailing window.
    private static readonly int[] Tenths = [1, 2, 4, 6, 9, 11];
    private static readonly int[] LongPasses = [3 * 3600, 6 * 3600, 86400, 3 * 86400];

    private readonly SplitMix _dice;
    private readonly PolicyDice _policies;
    private readonly string[] _roles;
    private readonly List<(int Weight, Func<Step> Step)> _kinds = [];
    private readonly bool _hasDeaths;
    private readonly bool _isLate;
    private readonly bool _hasTwoMeters;
    private readonly bool _goesFar;
    private readonly bool _leaks;
    private int _batches;
    private int _weights;

    private Generator(SplitMix dice)
    {
        _dice = dice;
        if (dice.Chance(60))
        {
            // Grants that overlap and end take many steps on one counter, which nothing else must disturb.
            (_policies, _roles) = (PolicyDice.OfOneTrailingWindow(dice), Roles[..1]);
            Add(1000, 12, Calls);
            Add(1000, 6, () => new Step.Watch(null));
            Add(1000, 8, () => new Step.Pass(_dice.Pick(Tenths) * (_policies.RollingMinutes * 6)));
            Add(1000, 10, () => new Step.Restore(_roles[0], _dice.Pick(Costs)));
            return;
        }

        _policies = new PolicyDice(dice);
        _roles = Roles[..(int)dice.Between(1, 3)];
        _hasDeaths = dice.Chance(250);
        _isLate = dice.Chance(300);
        _hasTwoMeters = dice.Chance(400);
        _goesFar = dice.Chance(300);
        _leaks = dice.Chance(60);
        Add(1000, 30, Calls);
        Add(1000, 20, () => new Step.Watch(Dies()));
        Add(700, 6, Pass);
        Add(700, 12, Apply);
        Add(400, 8, () => new Step.Restore(Target(), _dice.Chance(500) ? 0 : _dice.Pick(Costs)));
        Add(250, 6, () => new Step.Approve(Target()));
        Add(250, 4, () => new Step.Reject(Target()));
        Add(250, 4, () => new Step.Stop(Target()));
        Add(300, 4, () => new Step.Again((int)_dice.Between(0, Math.Max(0, _batches - 1)), Meter(), Dies()));
        Add(100, 2, () => new Step.Detach(Target()));
        Add(100, 3, () => new Step.Hinder(Target(), dice.Chance(600)));
    }

    /// <summary>The same for the same seed, on every machine.</summary>
    public static History Of(ulong seed)
    {
        var generator = new Generator(new SplitMix(seed));
        var start = DateTimeOffset.Parse(generator._dice.Pick(Starts), System.Globalization.CultureInfo.InvariantCulture)
            .AddSeconds(generator._dice.Between(0, 3599));
        var policy = generator._policies.First();
        var steps = new List<Step>();
        for (var left = generator._dice.Between(4, 36); left > 0; left--)
            steps.Add(generator.Next());
        return new History(start, policy, steps);
    }

    private void Add(int permille, int weight, Func<Step> step)
    {
        if (!_dice.Chance(permille))
            return;
        weight = (int)_dice.Between(1, weight);
        _weights += weight;
        _kinds.Add((weight, step));
    }

    private Step Next()
    {
        var drawn = _dice.Between(1, _weights);
        foreach (var (weight, step) in _kinds)
        {
            drawn -= weight;
            if (drawn <= 0)
                return step();
        }

        throw new InvalidOperationException("more was drawn than there is");
    }

    private Step.Calls Calls()
    {
        _batches++;
        var (input, cached) = _policies.HasRatio ? _dice.Chance(600) ? (600, 0) : (100, 900) : (0, 0);
        return new Step.Calls(
            _dice.Pick(_roles),
            _dice.Chance(700) ? "s1" : "s2",
            _dice.Chance(700) ? "opus" : "nova",
            (int)_dice.Between(1, 4),
            _dice.Pick(Costs),
            input,
            cached,
            _isLate && _dice.Chance(400) ? _dice.Pick(Ages) : 0,
            Meter(),
            _leaks && _dice.Chance(200),
            Dies());
    }

    private Step.Pass Pass() => new(_goesFar && _dice.Chance(300) ? _dice.Pick(LongPasses) : _dice.Pick(Passes));

    private Step.Apply Apply() => new(_policies.Change(), Lag(), Lag());

    private int Lag() => _hasTwoMeters && _dice.Chance(500) ? (int)_dice.Between(1, 60) : 0;

    private char Meter() => _hasTwoMeters && _dice.Chance(500) ? 'B' : 'A';

    private Death? Dies() => _hasDeaths && _dice.Chance(150) ? new Death((int)_dice.Between(0, 12), _dice.Chance(500)) : null;

    private string Target()
    {
        var role = _dice.Pick(_roles);
        return _dice.Between(0, 9) switch
        {
            0 => "account",
            1 => _dice.Chance(700) ? "opus" : "nova",
            2 or 3 => $"{role}/{(_dice.Chance(700) ? "s1" : "s2")}",
            _ => role,
        };
    }
}
