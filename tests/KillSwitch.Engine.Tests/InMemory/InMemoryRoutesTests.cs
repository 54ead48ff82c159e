using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.InMemory;

public class InMemoryRoutesTests : ModelRoutesContract
{
    protected override IModelRoutes Create()
    {
        var routes = new InMemoryRoutes();
        routes.Put(Profile, "us." + Opus, profile: "shop");
        routes.Put(GlobalProfile, "global." + Opus, ModelScope.Global, profile: "shop");
        routes.Tags = new Dictionary<string, TagSet> { [Profile] = TagSet.OfProfile([KeyValuePair.Create("centre", "4711")]) };
        foreach (var name in (string[])[Provisioned, Deployment, CustomModel])
            routes.Put(name, Lite);
        routes.Put(OtherDeployment, Micro);
        routes.Put(Endpoint, Theirs);
        return routes;
    }
}
