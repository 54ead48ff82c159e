using KillSwitch.Engine.Health;

namespace KillSwitch.Engine.Tests.Health;

public class DamagedItemsTests
{
    [Fact]
    public void What_cannot_be_read_is_told_once_by_name_and_then_forgotten()
    {
        var damaged = new DamagedItems();
        damaged.Add("stop#open/b", "it is empty");
        damaged.Add("stop#open/a", "a part of it is missing");
        damaged.Add("stop#open/b", "it is empty");

        damaged.Take().Select(item => item.ToString()).ShouldBe(
        [
            "`stop#open/a` in the guard's table cannot be read and is left out: a part of it is missing",
            "`stop#open/b` in the guard's table cannot be read and is left out: it is empty",
        ]);
        damaged.Take().ShouldBeEmpty();
    }

    [Fact]
    public void A_table_full_of_damage_fills_no_memory()
    {
        var damaged = new DamagedItems();
        foreach (var n in Enumerable.Range(0, 1000))
            damaged.Add($"stop#open/{n}", "it is empty");

        damaged.Take().Count.ShouldBe(100);
    }
}
