namespace KillSwitch.Engine.Messages;

/// <summary>What a message asks of a person; the most pressing first.</summary>
public enum Urgency
{
    /// <summary>Someone was cut, should be and is not, or waits for a word.</summary>
    Act,

    /// <summary>Something goes wrong, or will.</summary>
    Warn,

    /// <summary>Good to know.</summary>
    Inform,
}
