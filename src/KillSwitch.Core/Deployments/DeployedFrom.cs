namespace KillSwitch.Core.Deployments;

/// <summary>What a guard was deployed from, and so how people deploy it again.</summary>
public enum DeployedFrom
{
    /// <summary>A checkout of the repository, by <c>make deploy</c>; so is a guard that does not say.</summary>
    Checkout,

    /// <summary>The templates of a release, by <c>killswitch deploy</c>.</summary>
    Release,

    /// <summary>Somebody's own CDK app, which has the construct.</summary>
    App,
}
