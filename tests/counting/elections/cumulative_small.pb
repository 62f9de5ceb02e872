META
key;value
description;A made-up participatory budget
country;Nowhere
unit;Sample company
instance;2026
num_projects;10
num_votes;18
budget;45000
vote_type;cumulative
PROJECTS
project_id;cost;votes;name
1;8000;4;Bicycle shelter
2;12000;5;Quiet room
3;12000;4;Trees in the yard
4;20000;8;Repair workshop
5;8000;7;Library corner
6;12000;5;Solar panels
7;20000;5;Water fountains
8;5000;9;Shared van
9;12000;7;Language courses
10;5000;5;Roof garden
VOTES
voter_id;vote;points
1;3,6,9,10;5,1,4,2
2;4,2,1,8;1,2,5,2
3;1,9,8,5,2;3,1,1,5,3
4;4,8,10,2;4,4,4,1
5;7,8;2,4
6;8,4;1,1
7;5,4,9;2,4,3
8;6,1;3,5
9;10;4
10;8;4
11;7;2
12;3,6,5,9,4;3,4,5,2,3
13;7,8,2;3,2,1
14;10,3,5,6;1,2,4,5
15;7,10,4,9;1,2,2,1
16;5,2,7,8,4;2,5,1,2,2
17;6,9,8,5,4;1,1,1,5,1
18;9,5,3,1;3,1,5,1
