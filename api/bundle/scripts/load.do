version 16
clear all
set more off

capture program drop muster_replace
program muster_replace
    args name
    order new_, after(`name')
    drop `name'
    rename new_ `name'
end

capture program drop muster_days
program muster_days
    syntax varlist
    foreach name of local varlist {
        generate long new_ = date(`name', "YMD")
        format new_ %td
        muster_replace `name'
    }
end

capture program drop muster_moments
program muster_moments
    syntax varlist
    foreach name of local varlist {
        generate double new_ = clock(subinstr(subinstr(`name', "T", " ", 1), "Z", "", 1), "YMDhms")
        format new_ %tc
        muster_replace `name'
    }
end

capture program drop muster_booleans
program muster_booleans
    syntax varlist
    foreach name of local varlist {
        generate byte new_ = `name' == "true" if `name' != ""
        muster_replace `name'
    }
end

capture program drop muster_codes
program muster_codes
    args name codes
    encode `name', generate(new_) label(`codes') noextend
    muster_replace `name'
end

