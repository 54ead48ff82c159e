using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Engine.Tests.InMemory;

public class InMemoryDrillBookTests : DrillBookContract
{
    protected override (IDrillBook Book, Func<ValueTask<IReadOnlyList<string>>> Audit) Create()
    {
        var actions = new InMemoryActionLog();
        return (new InMemoryDrillBook(actions), () => ValueTask.FromResult<IReadOnlyList<string>>(
            [.. actions.Entries.Where(entry => entry.Subject == "drill").Select(entry => entry.What)]));
    }
}
