namespace KillSwitch.Core.OtherKeys;

/// <summary>How somebody who is stopped comes to another identity.</summary>
public enum KeyWay
{
    /// <summary>It assumes the role, or one that may.</summary>
    Assume,

    /// <summary>It passes the role to something that runs.</summary>
    Pass,

    /// <summary>It changes what runs as the role already, if something does.</summary>
    TakeOver,

    /// <summary>It makes or changes a user's keys.</summary>
    Keys,

    /// <summary>It lets itself into the role by the role's trust.</summary>
    Trust,

    /// <summary>It gives the right to spend to a role that it comes to.</summary>
    Grant,

    /// <summary>It makes a new identity.</summary>
    Create,
}

/// <summary>What the other identity may spend; the worst first.</summary>
public enum KeyCap
{
    /// <summary>It is exempt: nothing ever stops it.</summary>
    Exempt,

    /// <summary>No rule cuts it by a limit of its own: only a ceiling of the account or of a model does.</summary>
    NoCap,

    /// <summary>It has a cap of its own: a second allowance.</summary>
    OwnCap,
}
