namespace KillSwitch.Core.Notifications;

/// <summary>What a message is about that is told once, and is not of a rule's counter.</summary>
public enum NoticeTopic
{
    /// <summary>Somebody undid what the guard did.</summary>
    Tampering,

    /// <summary>A request to a function that is not what AWS sends.</summary>
    Setup,

    /// <summary>The policy in force.</summary>
    Policy,

    /// <summary>Who is exempt.</summary>
    Exempt,

    /// <summary>What AWS Budgets says.</summary>
    Budget,

    /// <summary>What AWS Cost Anomaly Detection says.</summary>
    Anomaly,
}
