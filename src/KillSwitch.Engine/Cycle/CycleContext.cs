using KillSwitch.Core.Evaluation;
using KillSwitch.Engine.Facts;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Routes;

namespace KillSwitch.Engine.Cycle;

/// <summary>What every part of the cycle shares under one policy.</summary>
/// <param name="rules">Of the policy.</param>
/// <param name="enforcement">Carries out, over the ports of the guard.</param>
public sealed class CycleContext(RuleBook rules, Enforcement enforcement)
{
    public RuleBook Rules => rules;

    public Enforcement Enforcement => enforcement;

    public GuardPorts Ports => enforcement.Ports;

    /// <summary>Turns a breach into a stop.</summary>
    public StopOpening Opening { get; } = new(rules.Policy, enforcement);

    public GuardTiming Timing { get; init; } = GuardTiming.Guessed;

    /// <summary>The models behind names that hide them; null where such names stay as they are.</summary>
    public RouteBook? Routes { get; init; }

    /// <summary>What a record does not say of its call; null where it is not asked for.</summary>
    public CallFacts? Facts { get; init; }

    /// <summary>What the metrics do not confirm; null where nothing is held against them.</summary>
    public Doubts? Doubts { get; init; }
}
